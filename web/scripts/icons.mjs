// The icons of the installed page, drawn from web/src/icon.svg by Chromium into web/public/icons.
// Run by hand after the drawing has changed: node web/scripts/icons.mjs

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumOptions } from './lib/chromium.mjs';
import { root, runMain } from './lib/process.mjs';

const PAPER = '#fdfcf9';
/** Part of the width that the drawing takes; what a system may cut off stays empty. */
const ICONS = {
  'icon-192.png': { size: 192, part: 0.86 },
  'icon-512.png': { size: 512, part: 0.86 },
  'maskable-512.png': { size: 512, part: 0.62 },
  'apple-touch-icon.png': { size: 180, part: 0.76 },
};

await runMain(async () => {
  const folder = join(root, 'web/public/icons');
  mkdirSync(folder, { recursive: true });
  const svg = readFileSync(join(root, 'web/src/icon.svg')).toString('base64');
  const browser = await chromium.launch(chromiumOptions());
  for (const [name, { size, part }] of Object.entries(ICONS)) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${PAPER}">
         <img src="data:image/svg+xml;base64,${svg}" width="${Math.round(size * part)}">
       </body>`,
    );
    await page.locator('img').evaluate((image) => image.decode());
    await page.screenshot({ path: join(folder, name) });
    await page.close();
  }
  await browser.close();
});
