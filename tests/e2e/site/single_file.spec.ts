// The page as one file: from a double click, and inside the frame of a learning platform.

import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '../explorer';
import { StaticServer } from '../static_server';

const FILE = fileURLToPath(new URL('../../../build/single/tailcraft.html', import.meta.url));
const SMALL = '#n=60&d=20&h=30&steps=3&at=3&v=1';

test('runs from file:// with all its parts, and asks for nothing else', async ({
  page,
  explorer,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:blob|data):/.test(request.url())) asked.push(request.url());
  });
  const address = pathToFileURL(FILE).href;
  await page.goto(address + SMALL);
  await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
  expect(asked).toEqual([address]);

  await page.getByText('Anatomy of the update').click();
  await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
  // Formulas have their fonts with them.
  await page
    .locator('[data-metric="hill"]')
    .getByRole('button', { name: /^About/ })
    .click();
  await expect(page.locator('.tip-panel .katex').first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.fonts.check('16px KaTeX_Main'))).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: /^Seed/ }).fill('5');
  await page.keyboard.press('Enter');
  expect(explorer.hash).toContain('seed=5');
  await explorer.button('Reset').click();
  expect(explorer.hash).toBe('');
  expect(asked).toEqual([address]);
});

test('runs in a sandboxed frame, as learning platforms show what was uploaded', async ({
  page,
}) => {
  const server = await StaticServer.start({
    mounts: {},
    pages: {
      '/upload.html': { body: readFileSync(FILE, 'utf8') },
      '/platform.html': {
        body: `<!doctype html><title>Platform</title><link rel="icon" href="data:,">
          <iframe sandbox="allow-scripts" width="1000" height="700" src="upload.html${SMALL}"></iframe>`,
      },
    },
  });
  await page.goto(`${server.origin()}/platform.html`);
  const frame = page.locator('iframe').contentFrame();
  await expect(frame.locator('[data-metric="lambdaMax"] td.value').first()).toHaveText(/\d/);
  await frame.getByRole('textbox', { name: /^Seed/ }).fill('5');
  await frame.getByRole('textbox', { name: /^Seed/ }).press('Enter');
  await expect(frame.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await server.stop();
});

test('allows by its policy what stands in it and nothing more', () => {
  const html = readFileSync(FILE, 'utf8');
  const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? '';
  expect(policy).toMatch(/script-src 'sha256-[^']*' 'wasm-unsafe-eval'; style-src 'sha256-[^']*';/);
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
  // Whole as far as tags go: the texts of script and style end where they should.
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html.trimEnd().endsWith('</html>')).toBe(true);
});
