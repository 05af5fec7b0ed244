// npm run format [FILE...]: lays out the named files, or all, as `npm run lint` wants them.

import { ensurePackages, needs } from './lib/debian.mjs';
import { clangFormat, cppFiles } from './lib/lint.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { mustRun, runMain } from './lib/process.mjs';

await runMain(async (files) => {
  await ensurePackages(needs.lint);
  await ensureNodeModules();
  const cpp = files.length > 0 ? files.filter((file) => /\.(cpp|h)$/.test(file)) : cppFiles();
  const web = files.length > 0 ? files.filter((file) => !cpp.includes(file)) : ['.'];
  if (cpp.length > 0) await mustRun(clangFormat(), ['-i', ...cpp]);
  if (web.length > 0) {
    const prettier = 'node_modules/prettier/bin/prettier.cjs';
    await mustRun(process.execPath, [prettier, '--write', '--log-level', 'warn', ...web]);
  }
});
