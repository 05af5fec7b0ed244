// The page as it first opens: a true run, by itself, at once, without blocking anything.

import { gzipSync } from 'node:zlib';
import type { Response } from '@playwright/test';
import { loadEngine } from '../../../web/cli/load_engine';
import { expect, test } from '../explorer';

test('shows a true small run by itself', async ({ explorer, page }) => {
  await explorer.open();
  await explorer.toEnd();
  const engine = await loadEngine();
  const run = new engine.Run(engine.defaultConfig());
  for (let t = 0; t < 10; t += 1) run.step();
  const snapshot = run.probe();
  run.delete();
  // The very numbers that the engine gives outside the browser.
  expect(await explorer.value('lambdaMax')).toBeCloseTo(snapshot.lambdaMax, -1);
  expect(await explorer.value('hill')).toBeCloseTo(snapshot.hill.alpha, 2);
  expect(await explorer.value('testLoss')).toBeCloseTo(snapshot.testLoss, 3);
  expect(await explorer.value('spikes')).toBe(snapshot.spikes);
  expect(await explorer.isDrawn(explorer.spectrum)).toBe(true);
  await expect(page).toHaveTitle(/Tailcraft/);
});

test('needs less than 300 kB, compressed, before it shows numbers', async ({ explorer, page }) => {
  const bodies = new Map<string, Promise<Buffer>>();
  const keep = (response: Response): void => {
    bodies.set(new URL(response.url()).pathname, response.body());
  };
  // What the workers fetch, the module above all, is heard of by the context only.
  page.context().on('response', keep);
  await explorer.open();
  page.context().off('response', keep);
  const loaded = new Map<string, number>();
  for (const [name, body] of bodies) loaded.set(name, gzipSync(await body, { level: 9 }).length);
  expect([...loaded.keys()].join()).toMatch(/\.wasm/);
  const sum = [...loaded.values()].reduce((a, b) => a + b, 0);
  expect(sum, JSON.stringify(Object.fromEntries(loaded))).toBeLessThan(300_000);
});

test('keeps itself for times without a network only when the first numbers stand', async ({
  page,
}) => {
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./');
  // Longer than the page waits after the first numbers.
  await page.waitForTimeout(3000);
  expect(asked).not.toContain('/service_worker.js');
  release();
  await expect.poll(() => asked).toContain('/service_worker.js');
});

test('plays the spike and then the tail without being asked', async ({ explorer }) => {
  await explorer.open();
  await expect(explorer.badge).toHaveText('Bulk + spikes');
  await expect(explorer.badge).toHaveText('Heavy-tailed');
  await expect(explorer.position).toHaveText('step 10 of 10');
});

test('keeps answering while a long run computes', async ({ explorer, page }) => {
  await explorer.openLong('n=2000&d=700&h=700&test=200&steps=5000');
  // A page that waited for the engine would be drawn once a step at most.
  const { frames, steps } = await page.evaluate(async () => {
    const step = (): number =>
      Number(/step (\d+)/.exec(document.querySelector('.status')?.textContent ?? '')?.[1] ?? 0);
    const first = step();
    let count = 0;
    while (step() < first + 3) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      count += 1;
    }
    return { frames: count, steps: step() - first };
  });
  expect(frames).toBeGreaterThan(2 * steps);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.status')).toHaveText(/stopped after step/);
});

test('has a control for each setting that matters', async ({ explorer, page }) => {
  await explorer.open('steps=3&at=3');
  for (const label of [
    'Learning rate',
    'Steps',
    'Samples',
    'Input dimension',
    'Hidden units',
    'Label noise',
    'Seed',
  ]) {
    await expect(page.getByRole('textbox', { name: new RegExp(`^${label}`) })).toBeVisible();
  }
  const before = await explorer.value('lambdaMax');
  await page.getByRole('radio', { name: 'GD', exact: true }).check();
  await expect(explorer.metric('spikes')).toHaveText('0');
  expect(await explorer.value('lambdaMax')).toBeLessThan(before);
  await page.getByRole('textbox', { name: /^Learning rate/ }).fill('2000');
  await page.keyboard.press('Enter');
  await expect(explorer.metric('spikes')).not.toHaveText('0');
  expect(explorer.hash).toContain('optimizer=gd&lr=2000&steps=3');
});
