// The programs that `npm run bench` times figures in, each one thread: natively with the baseline
// instructions and with the machine's best, in WebAssembly in Node and in Chromium. A place answers
//   prepare(figure, size), time(figure, size, atLeast) -> { calls, seconds, operations }, release().
// Seconds are processor time of the thread where the system tells it, so that other programs on the
// machine do not count; elsewhere time on the clock.

import { fork, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromiumOptions } from '../lib/chromium.mjs';
import { Failure, root } from '../lib/process.mjs';

/** @param folder  of engine_bench, in build/ */
export function nativePlace(folder) {
  const child = spawn(join(root, 'build', folder, 'engine_bench'), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    child.stdin.write(`${request}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Failure(`engine_bench stopped at "${request}"`);
    return JSON.parse(value);
  };
  return {
    prepare: (name, { n, d, h }) => ask(`prepare ${n} ${d} ${h} ${name}`),
    time: (name, { n, d, h }, atLeast) => ask(`time ${atLeast} ${n} ${d} ${h} ${name}`),
    release: () => ask('release'),
    close: async () => child.stdin.end(),
  };
}

export async function nodePlace() {
  const child = fork(join(root, 'web/scripts/bench/worker.mjs'));
  const next = () =>
    new Promise((resolve, reject) => {
      const died = () => reject(new Failure('The bench in Node stopped'));
      child.once('exit', died);
      child.once('message', (message) => {
        child.off('exit', died);
        resolve(message);
      });
    });
  await next();
  return webPlace({
    ask: (request) => {
      child.send(request);
      return next();
    },
    processorSeconds: () => processorSeconds(child.pid, child.pid),
    close: async () => child.kill(),
  });
}

export async function chromiumPlace() {
  const { chromium } = await import('@playwright/test');
  const server = await servePage();
  const browserServer = await chromium.launchServer(chromiumOptions());
  const browser = await chromium.connect(browserServer.wsEndpoint());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.ready, undefined, { timeout: 60_000 });
  const thread = findWorkerThread(browserServer.process().pid);
  return webPlace({
    version: browser.version(),
    ask: (request) => page.evaluate((message) => globalThis.ask(message), request),
    processorSeconds: () => thread && processorSeconds(thread.process, thread.id),
    close: async () => {
      await browserServer.close();
      server.close();
    },
  });
}

/** A place whose figures are timed by worker.mjs. */
function webPlace({ ask, processorSeconds: processor, close, version }) {
  const call = async (method, ...args) => {
    const { result, error } = await ask({ method, args });
    if (error !== undefined) throw new Failure(`bench, ${method}(${args[0]}): ${error}`);
    return result;
  };
  const timed = async (method, ...args) => {
    const before = processor();
    const result = await call(method, ...args);
    const after = processor();
    return { ...result, seconds: before && after ? after - before : result.seconds };
  };
  return {
    version,
    prepare: (name, size) => call('prepare', name, size),
    time: (name, size, atLeast) => timed('time', name, size, atLeast),
    release: () => call('release'),
    heapAfterRun: (size) => call('heapAfterRun', size),
    prepareTensorFlow: (size) => call('prepareTensorFlow', size),
    timeTensorFlow: (atLeast) => timed('timeTensorFlow', atLeast),
    close,
  };
}

/** What this thread has run for, or undefined where the system does not say. */
function processorSeconds(pid, thread) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
    return Number(text.split(' ')[0]) / 1e9;
  } catch {
    return undefined;
  }
}

/** The one worker thread below the browser's process. */
function findWorkerThread(browserPid) {
  try {
    const parents = new Map(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((name) => [Number(name), parentOf(name)]),
    );
    const isBelow = (pid) => pid === browserPid || (pid > 1 && isBelow(parents.get(pid) ?? 0));
    for (const pid of [...parents.keys()].filter(isBelow)) {
      for (const id of readdirSync(`/proc/${pid}/task`)) {
        const name = readFileSync(`/proc/${pid}/task/${id}/comm`, 'utf8');
        if (name.startsWith('DedicatedWorker')) return { process: pid, id };
      }
    }
  } catch {
    // No such file system here.
  }
  return undefined;
}

function parentOf(pid) {
  try {
    // pid (name) state parent ...: the name may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

const PAGE = `<!doctype html><title>bench</title><script>
  const worker = new Worker('/bench_worker.mjs', { type: 'module' });
  let answer;
  worker.onmessage = ({ data }) => (data === 'ready' ? (window.ready = true) : answer(data));
  window.ask = (message) =>
    new Promise((resolve) => {
      answer = resolve;
      worker.postMessage(message);
    });
</script>`;

/** The bench's page, worker and modules on a free port. */
async function servePage() {
  const types = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
  const folders = {
    '/wasm/': 'build/wasm/',
    '/tensorflow/': 'web/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/',
    '/tensorflow.mjs': 'build/bench/tensorflow.mjs',
    '/bench_worker.mjs': 'web/scripts/bench/worker.mjs',
  };
  const server = createServer(({ url }, response) => {
    const prefix = Object.keys(folders).find((path) => url.startsWith(path));
    try {
      const body =
        url === '/' ? PAGE : readFileSync(join(root, folders[prefix], url.slice(prefix.length)));
      response.setHeader('content-type', types[extname(url)] ?? 'text/html');
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
