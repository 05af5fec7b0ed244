// The native tests, and made-up input for parsers and calls, under the address and
// undefined-behaviour sanitizers: build/sanitized, by clang.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildNative } from './cmake.mjs';
import { capture, collect, root, say, which } from './process.mjs';

const folder = join(root, 'build/sanitized');
/** What is fuzzed, and the longest input in bytes. */
const TARGETS = { npy: 1024, arguments: 512 };
/** Simulations: minutes of arithmetic in code that quicker tests go through as well. */
const SLOW = [
  ...[
    'PaperPhases.*',
    'Rules/PaperSize.*',
    'PhaseClassifier.ConfusionTable*',
    'OneStep.*Simulated*',
  ],
  ...['SpikedModel.PredictsSimulated*', 'Correlation.IntervalHolds*', 'Spectrum.ResolvesWhat*'],
];
const PROBE =
  'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }';

/** The name of a clang that has the sanitizers and the fuzzer, or undefined. */
function findCompiler() {
  const options = ['-x', 'c++', '-', '-fsanitize=fuzzer,address,undefined', '-o', '/dev/null'];
  // By name: the program behind the link is C's compiler as well as C++'s.
  return ['clang++-14', 'clang++'].find(
    (name) => which(name) !== undefined && capture(name, options, { input: PROBE }).code === 0,
  );
}

/** @returns  whether there is a compiler for it */
export async function buildSanitized(targets = ['fuzzers', 'engine_tests']) {
  const compiler = findCompiler();
  if (compiler === undefined) {
    say('skipped: no clang with sanitizers (Debian: clang libclang-rt-14-dev)');
    return false;
  }
  const definitions = ['-DTAILCRAFT_SANITIZE=ON', `-DCMAKE_CXX_COMPILER=${compiler}`];
  await buildNative({ folder: 'sanitized', definitions, targets });
  return true;
}

/** The native tests, in as many processes as there are cores; { passed, failed, skipped }. */
export async function runSanitizedTests() {
  const shards = availableParallelism();
  const results = await Promise.all(
    Array.from({ length: shards }, (_, index) =>
      collect(
        join(folder, 'engine_tests'),
        ['--gtest_brief=1', `--gtest_filter=-${SLOW.join(':')}`],
        { env: { GTEST_TOTAL_SHARDS: String(shards), GTEST_SHARD_INDEX: String(index) } },
      ),
    ),
  );
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { code, text } of results) {
    const count = (state) =>
      Number(text.match(new RegExp(`^\\[  ${state}  \\] (\\d+) test`, 'm'))?.[1] ?? 0);
    counts.passed += count('PASSED');
    // A process that was ended by a sanitizer has counted nothing.
    if (code !== 0) counts.failed += Math.max(1, count('FAILED'));
    if (code !== 0) say(text.trimEnd());
  }
  return counts;
}

/**
 * @param limit  of libFuzzer for each target: `-runs=N` or `-max_total_time=SECONDS`
 * @returns  { passed, failed, skipped }
 */
export async function fuzz(limit) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, length] of Object.entries(TARGETS)) {
    const corpus = join(folder, 'corpus', name);
    // Begun anew each time: what an earlier run has found does not decide what this one tries.
    rmSync(corpus, { recursive: true, force: true });
    mkdirSync(corpus, { recursive: true });
    if (name === 'npy') writeSeeds(corpus);
    const start = performance.now();
    const { code, text } = await collect(join(folder, `${name}_fuzz`), [
      ...[limit, `-max_len=${length}`, '-seed=1', '-print_funcs=0', '-timeout=60'],
      ...[`-artifact_prefix=${folder}/${name}-`, corpus],
    ]);
    const runs = text.match(/^#(\d+)\s+DONE/m)?.[1] ?? '?';
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}: ${runs} inputs (${seconds} s)`);
    if (code === 0) counts.passed += 1;
    else counts.failed += 1;
    if (code !== 0) say(text.trimEnd().split('\n').slice(-40).join('\n'));
  }
  return counts;
}

/** Whole .npy files and, apart, their headers. */
function writeSeeds(into) {
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
