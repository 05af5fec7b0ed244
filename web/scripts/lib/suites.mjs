// The test runners. Each resolves to { passed, failed, skipped }.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { chromiumOptions } from './chromium.mjs';
import { filesBelow } from './files.mjs';
import { lint } from './lint.mjs';
import { root, run, say } from './process.mjs';
import { buildSanitized, fuzz, runSanitizedTests } from './sanitized.mjs';

const node = (path, args, env) =>
  run(process.execPath, [join(root, 'node_modules', path), ...args], { env });

/** What each suite needs built before it runs. */
export const builds = {
  lint: ['wasm'],
  native: ['native'],
  sanitized: [],
  wasm: ['wasm', 'package'],
  web: ['wasm'],
  e2e: ['wasm', 'site', 'single', 'package'],
};

export const suites = {
  lint: async () => ({ ...(await lint()), skipped: 0 }),
  native: (args) => runNative(args),
  sanitized: () => runSanitized(),
  wasm: (args) => runVitest('wasm', args),
  web: (args) => runVitest('web', args),
  e2e: (args) => runPlaywright(args),
};

async function runNative(args) {
  const report = reportFile('native.xml');
  const code = await run('ctest', [
    ...['--test-dir', 'build/native', '--output-on-failure', '--output-junit', report],
    ...['--parallel', String(availableParallelism()), ...args],
  ]);
  const head = readReport(report).match(/<testsuite[^>]*>/)?.[0] ?? '';
  const count = (name) => Number(head.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = count('failures');
  const skipped = count('skipped') + count('disabled');
  return settle(code, { passed: count('tests') - failed - skipped, failed, skipped });
}

/** Inputs for each fuzzed target: the same ones each time. */
const FUZZ_RUNS = 20_000;

async function runSanitized() {
  if (!(await buildSanitized())) return { passed: 0, failed: 0, skipped: 1 };
  const all = [await runSanitizedTests(), await fuzz(`-runs=${FUZZ_RUNS}`)];
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

async function runVitest(project, args) {
  if (filesBelow('tests', ['.test.ts']).length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const report = reportFile(`${project}.json`);
  const code = await node('vitest/vitest.mjs', [
    ...['run', '--config', 'web/vitest.config.ts', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
  ]);
  const json = JSON.parse(readReport(report) || '{}');
  return settle(code, {
    passed: json.numPassedTests ?? 0,
    failed: json.numFailedTests ?? 0,
    skipped: (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0),
  });
}

async function runPlaywright(args) {
  if (filesBelow('tests/e2e', ['.spec.ts']).length === 0) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const report = reportFile('e2e.json');
  const code = await node(
    '@playwright/test/cli.js',
    ['test', '--config', 'tests/e2e/playwright.config.ts', ...args],
    {
      CHROMIUM: chromiumOptions().executablePath,
      TAILCRAFT_PORT: String(await freePort()),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  );
  const stats = JSON.parse(readReport(report) || '{}').stats ?? {};
  return settle(code, {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: stats.unexpected ?? 0,
    skipped: stats.skipped ?? 0,
  });
}

/** A runner that failed without a failed test (it crashed, say) counts as one failure. */
function settle(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function reportFile(name) {
  const folder = join(root, 'build/reports');
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, name), { force: true });
  return join(folder, name);
}

function readReport(file) {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  say(`No report in ${file}`);
  return '';
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
