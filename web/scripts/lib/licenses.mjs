// The notices of everything that the built page, element and package carry and others wrote.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, root } from './process.mjs';

export const LICENSES_FILE = 'THIRD_PARTY_LICENSES.txt';

const RULE = `\n${'-'.repeat(80)}\n\n`;
const HEAD =
  'Tailcraft is under the MIT license. It carries the work of others, under the terms below.\n';

/** Where Debian, and Eigen's own sources, have the text of the MPL, which the notice names by its address. */
const MPL = ['/usr/share/common-licenses/MPL-2.0', '/usr/include/eigen3/COPYING.MPL2'];

/** What of npm is shipped: the dependencies and what they depend on, not the tools. */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !path.includes('@types/'))
    .map(([path, { version }]) => ({ path, name: path.replace(/^.*node_modules\//, ''), version }));
}

/** The engine's own part: what the npm package carries. */
export const engineLicenses = () =>
  HEAD + RULE + readFileSync(join(root, 'web/scripts/lib/engine_licenses.txt'), 'utf8');

/** All of it: what the page and the element carry. */
export function allLicenses() {
  return [engineLicenses(), ...shippedPackages().map(noticeOf)].join(RULE);
}

/** A file of notices, with the whole text of the MPL where this machine has it. */
export function asFile(notices) {
  const file = MPL.find((path) => existsSync(path));
  return file === undefined ? notices : notices + RULE + readFileSync(file, 'utf8');
}

function noticeOf({ path, name, version }) {
  const folder = join(root, path);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (!file || !existsSync(join(folder, file))) {
    throw new Failure(`${name} has no file with its license; see web/scripts/lib/licenses.mjs`);
  }
  const text = readFileSync(join(folder, file), 'utf8').trim();
  const fonts = name === 'katex' ? FONTS + openFontLicense() : '';
  return `${name} ${version} (${manifest.license})\n${manifest.homepage ?? ''}\n\n${text}\n${fonts}`;
}

const FONTS =
  '\nThe fonts of KaTeX: Copyright (c) 2009-2010, Design Science, Inc.; Copyright (c) 2014-2018, Khan ' +
  'Academy. Under the SIL Open Font License, Version 1.1, https://openfontlicense.org.\n\n';

/** Its text, from a font of the tests that is under it too. */
function openFontLicense() {
  const text = readFileSync(join(root, 'node_modules/@fontsource/noto-sans/LICENSE'), 'utf8');
  return text.slice(text.indexOf('SIL OPEN FONT LICENSE')).trimEnd();
}
