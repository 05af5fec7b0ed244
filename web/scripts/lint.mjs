// npm run lint: formatting, types, ESLint and clang-tidy.

import { ensurePackages, needs } from './lib/debian.mjs';
import { lint } from './lib/lint.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { runMain } from './lib/process.mjs';

await runMain(async () => {
  await ensurePackages([...needs.lint, ...needs.native, ...needs.wasm]);
  await ensureNodeModules();
  const { failed } = await lint();
  return failed === 0 ? 0 : 1;
});
