// The service worker of the built site, with the list of files it keeps.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files.mjs';
import { buildParts, part } from './one_script.mjs';
import { root } from './process.mjs';

const NAME = 'service_worker.js';
/** For other people's pages; whoever reads this one does not need it. */
const LEFT_OUT = [NAME, 'tailcraft-figure.js'];

export async function buildOffline() {
  await buildParts(['offline']);
  rmSync(join(root, 'build/site', NAME), { force: true });
  const files = Object.fromEntries(
    filesBelow('build/site', [''])
      .map((file) => [file.slice('build/site/'.length), sha256(readFileSync(join(root, file)))])
      .filter(([path]) => !LEFT_OUT.includes(path)),
  );
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);
  const list = `const BUILD=${JSON.stringify({ version, files })};\n`;
  writeFileSync(join(root, 'build/site', NAME), `${list}${part('offline.js')}\n`);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64');
