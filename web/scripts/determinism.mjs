// npm run determinism [NODE...]: ten runs and a map in Node (this one, the others on the PATH, those
// named), in Chromium, on 1, 2 and 4 workers. What is saved of them has to be the same, byte for byte.

import { join } from 'node:path';
import { buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { openEnginePage } from './lib/engine_page.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { Failure, capture, root, runMain, say, which } from './lib/process.mjs';

const WORKERS = [1, 2, 4];
const MAJORS = [20, 22];
const folder = 'build/determinism';

await runMain(async (named) => {
  await ensurePackages([...needs.wasm, ...needs.browser]);
  await ensureNodeModules();
  await buildWasm();
  await bundle();

  const all = [];
  const nodes = findNodes(named);
  for (const major of MAJORS) {
    if (![...nodes.keys()].some((version) => version.startsWith(`v${major}.`))) {
      say(`skipped: Node ${major}, which is not on this machine (give its path as an argument)`);
    }
  }
  for (const [version, node] of nodes) all.push(...inNode(`Node ${version}`, node));
  all.push(...(await inChromium()));
  return compare(all) ? 0 : 1;
});

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['web/scripts/determinism/in_node.mjs', 'web/cli/worker.ts'],
    outdir: folder,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    external: ['@engine'],
  });
}

/** By version; the first of each. */
function findNodes(named) {
  const found = new Map();
  const others = MAJORS.flatMap((major) => [`node${major}`, `node-${major}`, `nodejs${major}`]);
  for (const node of [process.execPath, ...named, ...others.map(which), which('node')]) {
    if (node === undefined) continue;
    const { code, stdout } = capture(node, ['--version']);
    if (code !== 0) throw new Failure(`determinism: ${node} is no Node`);
    if (!found.has(stdout.trim())) found.set(stdout.trim(), node);
  }
  return found;
}

function inNode(place, node) {
  const { code, stdout, stderr } = capture(node, [
    join(folder, 'in_node.mjs'),
    ...WORKERS.map(String),
  ]);
  if (code !== 0) throw new Failure(`determinism, ${place}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line, i) => told(place, WORKERS[i], JSON.parse(line)));
}

async function inChromium() {
  const page = await openEnginePage(
    'determinism/page',
    "export { results } from '../scripts/determinism/results.mjs';",
  );
  try {
    const found = [];
    for (const workers of WORKERS) {
      const result = await page.evaluate(
        (n) => globalThis.client.results(globalThis.spawn, n),
        workers,
      );
      found.push(told(`Chromium ${page.version}`, workers, result));
    }
    return found;
  } finally {
    await page.close();
  }
}

function told(place, workers, result) {
  const where = `${place}, ${workers} worker${workers > 1 ? 's' : ''}`;
  if (result.workers < workers)
    throw new Failure(`determinism, ${where}: only ${result.workers} were started`);
  say(`done: ${where}`);
  return { where, hashes: result.hashes };
}

/** Says which results differ from the first place's. */
function compare([first, ...others]) {
  let same = true;
  for (const [name, hash] of Object.entries(first.hashes)) {
    const different = others
      .filter(({ hashes }) => hashes[name] !== hash)
      .map(({ where }) => where);
    if (different.length > 0) same = false;
    const verdict =
      different.length > 0
        ? `DIFFERS from ${first.where} in ${different.join('; ')}`
        : hash.slice(0, 16);
    process.stdout.write(`${name.padEnd(28)} ${verdict}\n`);
  }
  const places = others.length + 1;
  process.stdout.write(same ? `the same bytes in ${places} places\n` : 'not the same bytes\n');
  return same;
}
