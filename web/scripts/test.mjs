// npm test [SUITE [ARGUMENTS OF ITS RUNNER...]]: installs and builds what is missing, then runs
// the suites (lint, native, sanitized, wasm, web, e2e; one if named). The last line is the total of all.

import { buildNative, buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { Failure, runMain, say } from './lib/process.mjs';
import { buildOneFile } from './lib/one_file.mjs';
import { buildPackage } from './lib/package.mjs';
import { buildSite } from './lib/site.mjs';
import { builds, suites } from './lib/suites.mjs';

const packages = {
  lint: [...needs.lint, ...needs.native, ...needs.wasm],
  native: needs.native,
  sanitized: needs.native,
  wasm: needs.wasm,
  web: needs.wasm,
  e2e: [...needs.wasm, ...needs.browser],
};
const builders = {
  native: buildNative,
  wasm: buildWasm,
  site: buildSite,
  single: buildOneFile,
  package: buildPackage,
};

await runMain(async ([only, ...args]) => {
  if (only !== undefined && !(only in suites)) {
    throw new Failure(`test: unknown suite "${only}" (${Object.keys(suites).join(', ')})`);
  }
  const names = only === undefined ? Object.keys(suites) : [only];
  await ensurePackages(names.flatMap((name) => packages[name]));
  if (names.includes('sanitized')) await ensureSanitizers();
  await ensureNodeModules();

  const results = [];
  const measure = async (name, action) => {
    say(`\n== ${name}`);
    const start = performance.now();
    const counts = await action().catch((error) => {
      if (!(error instanceof Failure)) throw error;
      say(error.message);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    results.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
    return counts.failed === 0;
  };

  let built = true;
  const targets = new Set(names.flatMap((name) => builds[name]));
  for (const target of targets) {
    const build = () => builders[target]().then(() => ({ passed: 0, failed: 0, skipped: 0 }));
    built &&= await measure(`build ${target}`, build);
  }
  // Without the builds the rest would only repeat what went wrong.
  for (const name of built ? names : []) await measure(name, () => suites[name](args));
  return summarize(results);
});

/** Their suite is skipped where they cannot be had. */
async function ensureSanitizers() {
  try {
    await ensurePackages(needs.fuzz);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
  }
}

function summarize(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  say('');
  for (const { name, passed, failed, skipped, seconds } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const state = failed > 0 ? 'FAIL' : 'ok  ';
    const counts = passed + failed + skipped > 0 ? line({ passed, failed, skipped }) : '';
    say(`${state} ${name.padEnd(13)} ${seconds.toFixed(1).padStart(6)} s  ${counts}`);
  }
  process.stdout.write(`${line(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
