// npm run bench [-- --json] [--docs] [--only GROUP,...]: products, parts of a run and whole runs,
// natively and in WebAssembly (Node and Chromium), as ratios within one run. To add a figure: its
// work in wasm/bench, its row in a group of web/scripts/bench. --docs also refreshes
// web/docs/benchmarks.md.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { growth, memory } from './bench/growth.mjs';
import { maps } from './bench/map.mjs';
import { partsPaper, partsSmall } from './bench/parts.mjs';
import { chromiumPlace, nativePlace, nodePlace } from './bench/places.mjs';
import { products } from './bench/products.mjs';
import { asMarkdown, asText } from './bench/report.mjs';
import { runs, smallRuns } from './bench/runs.mjs';
import { parallelRun } from './bench/parallel_run.mjs';
import { buildNative, buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { Failure, root, runMain, say } from './lib/process.mjs';

const GROUPS = [
  products,
  runs,
  smallRuns,
  parallelRun,
  partsPaper,
  partsSmall,
  maps,
  growth,
  memory,
];

await runMain(async (args) => {
  const { json, docs, chosen } = parse(args);
  await prepare();
  const places = {
    native: nativePlace('native'),
    'native, best': nativePlace('native-best'),
    Node: await nodePlace(),
    Chromium: await chromiumPlace(),
  };
  const groups = [];
  try {
    for (const { measure, ...group } of chosen) {
      say(`Measuring: ${group.title}`);
      groups.push({ ...group, rows: await measure(places) });
    }
  } finally {
    for (const place of Object.values(places)) await place.close();
  }
  const result = { machine: machine(places), groups };
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : asText(result));
  if (docs) writeFileSync(join(root, 'web/docs/benchmarks.md'), asMarkdown(result));
});

function parse(args) {
  const rest = args.filter((arg) => arg !== '--json' && arg !== '--docs');
  const names = rest[0] === '--only' ? rest.splice(0, 2)[1]?.split(',') : undefined;
  const chosen = names?.map((name) => GROUPS.find((group) => group.name === name)) ?? GROUPS;
  if (rest.length > 0 || chosen.includes(undefined)) {
    const known = GROUPS.map(({ name }) => name).join(', ');
    throw new Failure(`bench: expected [--json] [--docs] [--only GROUP,...] with groups ${known}`);
  }
  return { json: args.includes('--json'), docs: args.includes('--docs'), chosen };
}

async function prepare() {
  await ensurePackages([...needs.native, ...needs.wasm, ...needs.bench, ...needs.browser]);
  await ensureNodeModules();
  await ensureNodeModules('web/bench');
  // The yardstick is OpenBLAS, which `npm test` neither needs nor installs.
  await buildNative({ targets: ['engine_bench'], again: true });
  await buildNative({
    folder: 'native-best',
    targets: ['engine_bench'],
    definitions: ['-DTAILCRAFT_ARCH=native'],
    again: true,
  });
  await buildWasm({ targets: ['all', 'tailcraft_bench'] });
  const { build } = await import('esbuild');
  await build({
    stdin: {
      contents:
        "export * as tf from '@tensorflow/tfjs-core';" +
        "export { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';",
      resolveDir: join(root, 'web/bench'),
    },
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    outfile: join(root, 'build/bench/tensorflow.mjs'),
  });
}

function machine(places) {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    chromium: places.Chromium.version,
  };
}
