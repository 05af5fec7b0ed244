// npm run fuzz [seconds]: mutated .npy files under libFuzzer with the address and
// undefined-behaviour sanitizers, begun from the cases of the tests.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, needs } from './lib/debian.mjs';
import { Failure, mustRun, root, runMain, which } from './lib/process.mjs';

const SECONDS = 20;
const folder = join(root, 'build/fuzz');
const target = join(folder, 'npy_fuzz');

await runMain(async ([seconds = String(SECONDS)]) => {
  if (!(Number(seconds) > 0)) throw new Failure(`fuzz: ${seconds} is no number of seconds`);
  await ensurePackages(needs.fuzz);
  // By name: the program behind the link is C's compiler as well as C++'s.
  const compiler = which('clang++-14') ? 'clang++-14' : 'clang++';
  writeSeeds(join(folder, 'npy'));
  await mustRun(compiler, [
    ...['-std=c++20', '-O1', '-g', '-fsanitize=fuzzer,address,undefined'],
    ...['-fno-sanitize-recover=all', '-Iwasm/engine', 'tests/fuzz/npy_fuzz.cpp'],
    ...['wasm/engine/data/npy.cpp', 'wasm/engine/data/npy_header.cpp', '-o', target],
  ]);
  const limits = [`-max_total_time=${seconds}`, '-max_len=1024', '-seed=1', '-print_final_stats=1'];
  await mustRun(target, [...limits, `-artifact_prefix=${folder}/`, join(folder, 'npy')]);
  return 0;
});

/** Whole files and, apart, their headers. */
function writeSeeds(into) {
  mkdirSync(into, { recursive: true });
  const cases = JSON.parse(readFileSync(join(root, 'tests/fixtures/npy_cases.json'), 'utf8'));
  cases.forEach(({ header, data, version = 1, length = header.length }, k) => {
    const size = Buffer.alloc(version === 1 ? 2 : 4);
    size.writeUIntLE(length, 0, size.length);
    const mark = Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0]);
    const file = Buffer.concat([mark, size, Buffer.from(header), Buffer.from(data)]);
    writeFileSync(join(into, `file${k}`), file);
    writeFileSync(join(into, `header${k}`), header);
  });
}
