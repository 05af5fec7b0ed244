// npm run bench [-- --json]: a training step, the spectrum and a full probe, natively and in
// WebAssembly (Node), each as a time and as a fraction of the machine's SIMD limit for one core,
// measured in the same run. The limit is that of the precision that most of the work is done in:
// f32 for steps and probes (whose spectrum is in f64), f64 for spectra.

import { cpus } from 'node:os';
import { join } from 'node:path';
import { benchWasm, median } from './lib/bench_wasm.mjs';
import { buildNative, buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { Failure, collect, root, runMain, say } from './lib/process.mjs';

await runMain(async (args) => {
  const unknown = args.filter((arg) => arg !== '--json');
  if (unknown.length > 0) throw new Failure(`bench: unknown option ${unknown[0]} (--json)`);
  await ensurePackages([...needs.native, ...needs.wasm, ...needs.bench]);
  await buildNative({ targets: ['engine_bench'] });
  await buildWasm({ targets: ['all', 'tailcraft_peak'] });
  say('Measuring natively');
  const native = await benchNative();
  say('Measuring in WebAssembly');
  const wasm = await benchWasm();
  const result = { machine: machine(), native, wasm };
  process.stdout.write(
    args.includes('--json') ? `${JSON.stringify(result, null, 2)}\n` : table(result),
  );
});

/** Google Benchmark's figures as [{ name, milliseconds, operationsPerSecond, ofPeak }]. */
async function benchNative() {
  const { code, text } = await collect(join(root, 'build/native/engine_bench'), [
    '--benchmark_format=json',
    '--benchmark_min_time=0.2',
    '--benchmark_repetitions=7',
    // Each repetition of a figure lies between others of the limit: the speed drifts for all.
    '--benchmark_enable_random_interleaving=true',
  ]);
  if (code !== 0) throw new Failure(`engine_bench failed:\n${text}`);
  const runs = JSON.parse(text.slice(text.indexOf('{\n'))).benchmarks.filter(
    (run) => run.run_type === 'iteration',
  );
  const names = [...new Set(runs.map((run) => run.run_name))];
  const typical = (name, key) =>
    median(runs.filter((run) => run.run_name === name).map((run) => run[key]));
  return names.map((name) => {
    const operationsPerSecond = typical(name, 'operations');
    const isPeak = name.startsWith('peak');
    const limit = typical(
      name === 'peak64' || name.startsWith('spectrum') ? 'peak64' : 'peak32',
      'operations',
    );
    return {
      name: isPeak ? name.replace('peak', 'peak f') : name.replace('/', ' '),
      ...(isPeak ? {} : { milliseconds: typical(name, 'real_time') }),
      operationsPerSecond,
      ofPeak: operationsPerSecond / limit,
    };
  });
}

function machine() {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
}

function table({ machine, native, wasm }) {
  const cells = (entry) => [
    entry?.milliseconds === undefined ? '' : entry.milliseconds.toPrecision(3),
    entry === undefined ? '' : (entry.operationsPerSecond / 1e9).toPrecision(3),
    entry === undefined ? '' : `${(entry.ofPeak * 100).toFixed(0)} %`,
  ];
  const row = (name, ...columns) => name.padEnd(16) + columns.map((c) => c.padStart(10)).join('');
  const lines = [
    `${machine.processor}, ${machine.cores} cores, node ${machine.node}; one thread`,
    '',
    row('', 'native', '', '', 'wasm', '', ''),
    row('', ...['ms', 'GFLOP/s', 'of limit'], ...['ms', 'GFLOP/s', 'of limit']),
    ...wasm.map((entry) =>
      row(entry.name, ...cells(native.find(({ name }) => name === entry.name)), ...cells(entry)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
