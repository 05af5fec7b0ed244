// Looking through the checkout.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

/** Files below `folder` (relative to the checkout, sorted) whose name ends in one of `endings`. */
export function filesBelow(folder, endings) {
  const path = join(root, folder);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(name, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [name] : [];
    })
    .sort();
}

/** The latest modification time of a file or of anything below a folder; 0 if it is not there. */
export function newest(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  const inside = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(status.mtimeMs, ...inside);
}
