// npm run fuzz [seconds]: made-up .npy files, and arrays and sizes as JavaScript could pass them, so
// many seconds each under libFuzzer with the address and undefined-behaviour sanitizers.

import { ensurePackages, needs } from './lib/debian.mjs';
import { Failure, runMain } from './lib/process.mjs';
import { buildSanitized, fuzz } from './lib/sanitized.mjs';

const SECONDS = 20;

await runMain(async ([seconds = String(SECONDS)]) => {
  if (!(Number(seconds) > 0)) throw new Failure(`fuzz: ${seconds} is no number of seconds`);
  await ensurePackages([...needs.native, ...needs.fuzz]);
  if (!(await buildSanitized(['fuzzers']))) return 1;
  const { failed } = await fuzz(`-max_total_time=${seconds}`);
  return failed === 0 ? 0 : 1;
});
