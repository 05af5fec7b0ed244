// The module's side of `npm run bench`: the same figures as wasm/bench/engine_bench.cpp, through
// what the page calls, in Node. Each is timed beside the machine's limit, because its speed drifts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process.mjs';

const SAMPLES = 7;
const SAMPLE_SECONDS = 0.2;

const sizes = {
  small: {},
  // The size of the experiments in arXiv 2406.04657.
  paper: { n: 2000, nTest: 2000, d: 1000, h: 1500 },
};

/** Resolves to [{ name, milliseconds, operationsPerSecond, ofPeak }]. */
export async function benchWasm() {
  const engine = await load('tailcraft');
  const limit = await load('tailcraft_peak');
  const peak = {
    f32: () => rate(limit._peakFloat, limit._peakOperationsFloat()),
    f64: () => rate(limit._peakDouble, limit._peakOperationsDouble()),
  };
  peak.f32();
  peak.f64();

  const results = [];
  const report = (name, precision, operations, action, between) => {
    action();
    const samples = Array.from({ length: SAMPLES }, () => {
      const before = peak[precision]();
      const seconds = secondsPerCall(action, between);
      const limitNow = (before + peak[precision]()) / 2;
      return { seconds, ofPeak: operations / seconds / limitNow };
    });
    const seconds = median(samples.map((sample) => sample.seconds));
    results.push({
      name,
      milliseconds: seconds * 1000,
      operationsPerSecond: operations / seconds,
      ofPeak: median(samples.map((sample) => sample.ofPeak)),
    });
  };

  for (const precision of ['f32', 'f64']) {
    const speeds = Array.from({ length: SAMPLES }, peak[precision]);
    results.push({ name: `peak ${precision}`, operationsPerSecond: median(speeds), ofPeak: 1 });
  }
  for (const [size, changes] of Object.entries(sizes)) {
    const config = { ...engine.defaultConfig(), ...changes };
    const run = new engine.Run(config);
    try {
      const work = engine.workEstimate(config);
      const { rows, cols, data } = run.initialWeights();
      const weights = Float64Array.from(data);
      const p = Math.min(rows, cols);
      const spectrumWork = p * rows * cols + (4 / 3) * p ** 3;
      report(`step ${size}`, 'f32', work.step, () => run.step());
      report(`spectrum ${size}`, 'f64', spectrumWork, () => engine.spectrum(weights, rows, cols));
      // A step in between, not timed: no probe finds its weights unchanged.
      report(
        `probe ${size}`,
        'f32',
        work.probe,
        () => run.probe(),
        () => run.step(),
      );
    } finally {
      run.delete();
    }
  }
  return results;
}

async function load(name) {
  const file = (ending) => join(root, 'build/wasm', `${name}.${ending}`);
  const { default: create } = await import(pathToFileURL(file('mjs')).href);
  return create({ wasmBinary: readFileSync(file('wasm')) });
}

/** Operations per second over a few milliseconds. */
function rate(work, operations) {
  const rounds = 20;
  const start = performance.now();
  for (let k = 0; k < rounds; k++) work();
  return (rounds * operations * 1000) / (performance.now() - start);
}

/** Mean over at least one call and SAMPLE_SECONDS. */
function secondsPerCall(action, between = () => {}) {
  let milliseconds = 0;
  let calls = 0;
  while (calls === 0 || milliseconds < SAMPLE_SECONDS * 1000) {
    between();
    const start = performance.now();
    action();
    milliseconds += performance.now() - start;
    calls++;
  }
  return milliseconds / calls / 1000;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
