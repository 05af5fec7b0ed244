// What a second core is worth: whole runs by the page's own client and workers in Chromium, alone
// and shared by two. Times on the clock, taken in turns: other programs take their part of the
// second core, so that the best of several rounds says most.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { root, which } from '../lib/process.mjs';

const ROUNDS = 3;
const PAPER = { n: 2000, nTest: 2000, d: 1000, h: 1500, steps: 10, learningRate: 0.5 };

const RUNS = {
  'a probe before and after': { ...PAPER, probeEvery: 10 },
  'a probe at every step': { ...PAPER, probeEvery: 1 },
  'n=1000 d=500 h=750, a probe at every step': {
    ...PAPER,
    n: 1000,
    nTest: 1000,
    d: 500,
    h: 750,
    probeEvery: 1,
  },
};

export const parallelRun = {
  name: 'parallel',
  title: 'One run on several workers, in Chromium',
  note: `Ten Adam steps, data drawn anew, on ${availableParallelism()} cores; wall-clock time, best of ${ROUNDS} rounds.`,
  columns: [
    ['one worker', 'ms'],
    ['two workers', 'ms'],
    ['two', 'times as fast'],
    ['target', 'times as fast'],
  ],

  async measure() {
    const page = await openPage();
    try {
      const rows = [];
      for (const [label, config] of Object.entries(RUNS)) {
        const best = { 1: Infinity, 2: Infinity };
        for (let round = 0; round < ROUNDS; round++) {
          for (const workers of [1, 2]) {
            const milliseconds = await page.run({ ...config, seed: 10 + round }, workers);
            best[workers] = Math.min(best[workers], milliseconds);
          }
        }
        rows.push([label, best[1], best[2], best[1] / best[2], 1.7]);
      }
      return rows;
    } finally {
      await page.close();
    }
  },
};

const PAGE = `<!doctype html><title>bench</title><script type="module">
  import { EngineClient, WorkerGroup, DEFAULTS } from '/client.mjs';
  const clients = new Map();
  const clientOf = (workers) => {
    const spawn = () => new Worker('/worker.mjs', { type: 'module' });
    return new EngineClient({
      spawn: () => new WorkerGroup(spawn, { free: workers - 1 }),
      notice: (message) => console.error(message),
    });
  };
  window.run = (changes, workers) =>
    new Promise((resolve, reject) => {
      if (!clients.has(workers)) clients.set(workers, clientOf(workers));
      const before = performance.now();
      clients.get(workers).start({ ...DEFAULTS, ...changes }, {
        snapshot: () => {},
        progress: () => {},
        done: (outcome, message) =>
          outcome === 'complete' ? resolve(performance.now() - before) : reject(message ?? outcome),
      });
    });
  window.ready = true;
</script>`;

/** A page with a client for each number of workers; they load the module once. */
async function openPage() {
  await bundle();
  const server = await serve();
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? which('chromium') ?? which('google-chrome'),
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.ready);
  const run = (config, workers) =>
    page.evaluate(([c, count]) => globalThis.run(c, count), [config, workers]);
  for (const workers of [1, 2]) await run({ ...PAPER, steps: 1 }, workers);
  return {
    run,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** The page's client and worker as two scripts, build/bench/{client,worker}.mjs. */
async function bundle() {
  const { build } = await import('esbuild');
  const engine = {
    name: 'engine',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^@engine$/ }, () => ({ path: '/wasm/tailcraft.mjs', external: true }));
      onResolve({ filter: /^@engine-binary$/ }, () => ({ path: 'binary', namespace: 'address' }));
      onLoad({ filter: /.*/, namespace: 'address' }, () => ({
        contents: "export default '/wasm/tailcraft.wasm';",
      }));
    },
  };
  const client =
    "export { EngineClient } from './engine/client/engine_client';" +
    "export { WorkerGroup } from './engine/client/worker_group';" +
    "export { DEFAULTS } from './config/schema/config';";
  const shared = { bundle: true, format: 'esm', logLevel: 'error', plugins: [engine] };
  await build({
    ...shared,
    stdin: { contents: client, resolveDir: join(root, 'web/src') },
    outfile: join(root, 'build/bench/client.mjs'),
  });
  await build({
    ...shared,
    entryPoints: [join(root, 'web/src/engine/worker/worker.ts')],
    outfile: join(root, 'build/bench/worker.mjs'),
  });
}

async function serve() {
  const types = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer(({ url }, response) => {
    try {
      const file = url.startsWith('/wasm/') ? `build${url}` : `build/bench${url}`;
      response.setHeader('content-type', types[extname(url)] ?? 'text/html');
      response.end(url === '/' ? PAGE : readFileSync(join(root, file)));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
