// Where the figures of wasm/bench are timed in WebAssembly: in a worker of the page that
// places.mjs serves, or in a process of Node. One request at a time: { method, args }.

const inNode = typeof process === 'object';

/** The timed module and the module that people download. */
const modules = await (inNode ? loadInNode() : loadInBrowser());
let tensorFlow;

const methods = {
  prepare: (name, { n, d, h }) => modules.bench.prepare(name, n, d, h),
  time: (name, { n, d, h }, atLeast) => modules.bench.time(name, n, d, h, atLeast),
  release: () => modules.bench.release(),
  heapAfterRun,
  prepareTensorFlow,
  timeTensorFlow,
};

/** Megabytes of the module's memory after a run with two probes. */
function heapAfterRun({ n, d, h }) {
  const { engine } = modules;
  const run = new engine.Run({ ...engine.defaultConfig(), n, nTest: n, d, h });
  try {
    run.probe();
    run.step();
    run.step();
    run.probe();
    return { megabytes: engine.HEAP8.length / 1e6 };
  } finally {
    run.delete();
  }
}

/** X W^T in TensorFlow.js on its WebAssembly backend, one thread. */
async function prepareTensorFlow({ n, d, h }) {
  const { tf, setWasmPaths, setThreadsCount } = await import('/tensorflow.mjs');
  setWasmPaths('/tensorflow/');
  setThreadsCount(1);
  await tf.setBackend('wasm');
  const x = tf.randomNormal([n, d]);
  const w = tf.randomNormal([d, h]);
  tensorFlow = () => {
    const product = tf.matMul(x, w);
    product.dataSync();
    product.dispose();
  };
  tensorFlow();
}

function timeTensorFlow(atLeast) {
  let calls = 0;
  const start = performance.now();
  do {
    tensorFlow();
    calls++;
  } while (performance.now() - start < atLeast * 1000);
  return { calls, seconds: (performance.now() - start) / 1000 };
}

async function answer({ method, args }) {
  try {
    return { result: (await methods[method](...args)) ?? {} };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

if (inNode) {
  process.on('message', async (request) => process.send(await answer(request)));
  process.send('ready');
} else {
  globalThis.onmessage = async ({ data }) => globalThis.postMessage(await answer(data));
  globalThis.postMessage('ready');
}

async function loadInNode() {
  const { readFileSync } = await import('node:fs');
  const load = async (name) => {
    const file = new URL(`../../../build/wasm/${name}`, import.meta.url);
    const { default: create } = await import(`${file}.mjs`);
    return create({ wasmBinary: readFileSync(new URL(`${file}.wasm`)) });
  };
  return { bench: await load('tailcraft_bench'), engine: await load('tailcraft') };
}

async function loadInBrowser() {
  const load = async (name) => (await import(`/wasm/${name}.mjs`)).default();
  return { bench: await load('tailcraft_bench'), engine: await load('tailcraft') };
}
