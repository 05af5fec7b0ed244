// npm run soak [minutes]: one page that plays, computes maps and opens weights without ever being
// reloaded, a second tab that is reloaded, a third that is frozen. Between the second minute and the
// end the first one's heap, nodes and workers may not grow.

import { preview } from 'vite';
import { join } from 'node:path';
import { chromiumOptions } from './lib/chromium.mjs';
import { buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { Failure, root, runMain, say } from './lib/process.mjs';
import { buildSite } from './lib/site.mjs';

const MINUTES = 10;
/** What counts as growth: garbage that has not been collected, nodes that are shown just now. */
const SLACK = { heap: 8e6, nodes: 1500, workers: 0 };

const RUN = 'n=200&d=60&h=80&steps=20';
const MAP = 'view=phases&map.n=60&map.d=20&map.h=30&map.steps=3&map.rate.gd=1..10000x5';

await runMain(async ([minutes = String(MINUTES)]) => {
  if (!(Number(minutes) > 2)) throw new Failure(`soak: ${minutes} is no number of minutes above 2`);
  await ensurePackages([...needs.wasm, ...needs.browser]);
  await ensureNodeModules();
  await buildWasm();
  await buildSite();
  const server = await preview({
    configFile: join(root, 'web/vite.config.ts'),
    preview: { host: '127.0.0.1', port: 0 },
  });
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch(chromiumOptions());
  try {
    return (await soak(browser, server.resolvedUrls.local[0], Number(minutes) * 60_000)) ? 0 : 1;
  } finally {
    await browser.close();
    await server.close();
  }
});

/** @returns  whether nothing has grown and nobody complained */
async function soak(browser, address, duration) {
  const complaints = [];
  const context = await browser.newContext();
  const open = async () => {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${address}#${RUN}`);
    return page;
  };
  const [first, second, frozen] = [await open(), await open(), await open()];
  const ice = await context.newCDPSession(frozen);
  await ice.send('Page.setWebLifecycleState', { state: 'frozen' });
  await first.bringToFront();
  const gauge = await gaugeOf(context, first);

  const start = performance.now();
  let before;
  let now;
  for (let round = 1; performance.now() - start < duration; round += 1) {
    await work(first, address, round);
    await second.reload();
    await second.locator('[data-metric="lambdaMax"]').first().waitFor();
    now = await gauge();
    const seconds = Math.round((performance.now() - start) / 1000);
    say(`round ${round}, ${seconds} s: ${text(now)}`);
    if (seconds >= 120) before ??= now;
  }
  await ice.send('Page.setWebLifecycleState', { state: 'active' });
  await frozen.bringToFront();
  await frozen.getByRole('button', { name: /^Play/ }).click();
  if (!before)
    throw new Failure('soak: no round ended after the second minute; give it more minutes');
  for (const key of Object.keys(SLACK)) {
    if (now[key] > before[key] + SLACK[key])
      complaints.push(`${key}: ${before[key]} to ${now[key]}`);
  }
  process.stdout.write(`minute 2: ${text(before)}\nthe end:  ${text(now)}\n`);
  for (const complaint of new Set(complaints)) process.stdout.write(`${complaint}\n`);
  return complaints.length === 0;
}

function text({ heap, nodes, workers }) {
  return `${(heap / 1e6).toFixed(1)} MB of heap, ${nodes} nodes, ${workers} workers`;
}

/** One round through the page's parts, by its links: the document stays. */
async function work(page, address, round) {
  const show = (settings) =>
    page.evaluate((hash) => void (globalThis.location.hash = hash), `#${settings}`);
  await show(`${RUN}&seed=${round}`);
  await page.getByRole('button', { name: /^Back to step 0/ }).click();
  await page.getByRole('button', { name: /^Play/ }).click();
  await page.locator('output', { hasText: 'step 20 of 20' }).first().waitFor();

  await show(`${MAP}&map.seed=${round}`);
  await page.locator('.map-progress [role=status]', { hasText: /^\d+ cells/ }).waitFor();

  await show('view=weights');
  await page.getByRole('button', { name: /^heavy-tailed entries, made/ }).click();
  await page.locator('.layers-table', { hasText: 'Heavy-tailed' }).waitFor();
  await show(`${RUN}&seed=${round}`);
}

/** Heap in use, nodes and workers of a page, after its garbage has been collected. */
async function gaugeOf(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), workers: page.workers().length };
  };
}
