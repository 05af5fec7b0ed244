// Whatever is handed on carries the notices of those whose work is in it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '../explorer';
import { SITE } from '../static_server';

const built = (path: string): string =>
  fileURLToPath(new URL(`../../../build/${path}`, import.meta.url));
const read = (path: string): string => readFileSync(path, 'utf8');

const ENGINE = ['Eigen', 'https://mozilla.org/MPL/2.0/', 'Boost Software License', 'Emscripten'];
const { dependencies } = JSON.parse(
  read(fileURLToPath(new URL('../../../package.json', import.meta.url))),
) as { dependencies: Record<string, string> };
const OF_NPM = [
  ...Object.entries(dependencies).map((words) => words.join(' ')),
  'hammerjs',
  '@kurkle/color',
  'PERMISSION & CONDITIONS',
];
/** The whole text where this machine has it. */
const MPL = existsSync('/usr/share/common-licenses/MPL-2.0') ? ['1.10. "Modifications"'] : [];

test('site, element, single file and package carry their notices', () => {
  for (const [path, words] of [
    [join(SITE, 'THIRD_PARTY_LICENSES.txt'), [...ENGINE, ...MPL, ...OF_NPM]],
    [join(SITE, 'tailcraft-figure.js'), [...ENGINE, ...OF_NPM]],
    [built('single/tailcraft.html'), [...ENGINE, ...OF_NPM]],
    [built('package/THIRD_PARTY_LICENSES.txt'), [...ENGINE, ...MPL]],
  ] as const) {
    // In a page an ampersand is written by its name.
    const text = read(path).replaceAll('&amp;', '&');
    expect(
      words.filter((word) => !text.includes(word)),
      path,
    ).toEqual([]);
  }
});

test('the page leads to them', async ({ page, explorer }) => {
  await explorer.open('n=60&d=20&h=30&steps=1&at=1');
  const link = page.getByRole('link', { name: /^Licenses/ });
  const answer = await page.request.get(
    new URL((await link.getAttribute('href')) ?? '', page.url()).href,
  );
  expect(await answer.text()).toContain('Chart.js Contributors');
  await page.goto(
    `${pathToFileURL(built('single/tailcraft.html')).href}#n=60&d=20&h=30&steps=1&v=1`,
  );
  const text = await page.getByRole('link', { name: /^Licenses/ }).evaluate((element) => {
    const { textContent } = document.querySelector<HTMLTemplateElement>('#licenses')!.content;
    return `${(element as HTMLAnchorElement).href} ${textContent}`;
  });
  expect(text).toMatch(/^blob:[\s\S]*Chart\.js Contributors/);
});
