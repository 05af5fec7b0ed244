import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../explorer';
import { watchShifts } from '../layout_shift';

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Waits for the one-step runs over the rate, which a slow machine makes only when asked to. */
async function measured(page: Page): Promise<void> {
  const done = page.getByRole('button', { name: 'Measured' });
  const offer = page.getByRole('button', { name: /^Measure at 12 rates/ });
  await expect(
    page.getByRole('button', { name: /^(Measured|Stop measuring|Measure at)/ }),
  ).toBeVisible();
  await expect(async () => {
    if (await offer.isVisible()) await offer.click();
    await expect(done).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 90_000 });
}

/** Cells of a row of a table of numbers. */
const row = (scope: Locator, name: string | RegExp): Locator =>
  scope.getByRole('row', { name }).locator('td');

test('predicts the first step beside what it did, over the rate too', async ({
  explorer,
  page,
}) => {
  await explorer.open('lr=0.4&steps=2&at=1');
  await page.getByRole('heading', { name: 'Theory and statistics' }).click();
  await expect(page).toHaveURL(/theory=on/);
  const first = part(page, 'The first step, predicted');
  await expect(first).toContainText(/theory expects the spike of the first step at [\d,]+/);
  const [measuredText, predicted] = await row(first, /^λ₁/).allTextContents();
  const number = (text = ''): number => Number(text.replaceAll(',', ''));
  expect(number(predicted) / number(measuredText)).toBeGreaterThan(0.85);
  expect(number(predicted) / number(measuredText)).toBeLessThan(1.15);
  // Measured at step 1 of the run itself, too.
  expect(number(measuredText) / (await explorer.value('lambdaMax'))).toBeCloseTo(1, 2);
  await measured(page);
  const curve = explorer.figure('λ₁ after one step, over the rate');
  await expect(curve.getByRole('img')).toHaveAttribute('aria-label', /12 measured points/);
  expect(await explorer.isDrawn(curve.locator('canvas'))).toBe(true);
  // From the update itself the prediction is closer, and it is said by how much.
  const [fromUpdate = '', error] = (await row(first, /^λ₁/).allTextContents()).slice(3);
  expect(number(fromUpdate) / number(measuredText)).toBeCloseTo(1, 1);
  expect(error).toMatch(/^[+−]\d\.\d %$/);
  const errors = explorer.figure('How far the predictions are off').getByRole('img');
  await expect(errors).toHaveAttribute('aria-label', /at most .* % from the configuration and/);
});

test('marks the predicted spike in the spectrum at the first step only', async ({ explorer }) => {
  await explorer.open('lr=0.4&steps=3&at=1');
  await expect(explorer.spectrum).toHaveAttribute('aria-label', /spike was predicted at/);
  await explorer.button(/^One step on/).click();
  await expect(explorer.spectrum).toHaveAttribute('aria-label', /after 2 steps/);
  await expect(explorer.spectrum).not.toHaveAttribute('aria-label', /predicted at/);
});

test('gives a verdict on the tail, and tests it with progress', async ({ explorer, page }) => {
  await explorer.open('n=300&d=400&h=500&lr=0.6&steps=6&at=6&theory=on');
  const tail = part(page, 'Tail of this spectrum');
  await expect(tail).toContainText(/R = −?\d+\.\d, p .* x_min leaves \d+ of 400 eigenvalues/);
  await expect(row(tail, /^log-normal [μb]/)).toHaveCount(4);
  for (const title of ['Tail and fitted laws', 'Hill plot', 'KS distance over x_min']) {
    const canvas = explorer.figure(title).locator('canvas');
    await expect.poll(() => explorer.isDrawn(canvas), { message: title }).toBe(true);
  }
  await tail.getByRole('button', { name: 'Draw 500 samples' }).click();
  await tail.getByRole('button', { name: 'Stop' }).click();
  await tail.getByRole('button', { name: 'Go on' }).click();
  await expect(tail.getByRole('button', { name: 'Tested' })).toBeVisible({ timeout: 40_000 });
  await expect(row(tail, /^α Hill/).last()).toHaveText(/^\d\.\d\d – \d\.\d\d$/);
  await expect(tail.locator('.verdict')).toContainText(/goodness of fit/);
});

test('shows what decided about the phase, step by step', async ({ explorer, page }) => {
  await explorer.open('lr=0.6&steps=6&at=1&theory=on');
  const phase = part(page, 'Evidence for the phase');
  await expect(phase.locator('.is-strong').first()).toContainText('Bulk + spikes');
  await expect(row(phase, /^λ₁/).nth(1)).toHaveText('< 0.001');
  await explorer.button(/^To the end/).click();
  await expect(phase.locator('.is-strong').first()).toContainText('Heavy-tailed');
  await explorer.button(/^Back to step 0/).click();
  await expect(phase.locator('.is-strong').first()).toContainText('Random-like');
});

test('compares W with its denoised self', async ({ explorer, page }) => {
  await explorer.open('lr=0.4&steps=1&at=1&theory=on');
  const shrinkage = part(page, 'Shrinkage');
  await expect(shrinkage).toContainText(/\d+ of 200 directions? (is|are) kept/);
  await expect(row(shrinkage, /^test loss/).first()).toHaveText(/^\d/);
  const raw = Number(
    await row(shrinkage, /^test loss/)
      .first()
      .textContent(),
  );
  expect(raw / (await explorer.value('testLoss'))).toBeCloseTo(1, 2);
});

test('says when one step cannot see β, and when there is no prediction', async ({
  explorer,
  page,
}) => {
  await explorer.open('link=he2&steps=1&at=1&theory=on');
  await expect(part(page, 'Link functions')).toContainText('Information exponent 2');
  await explorer.open('optimizer=muon&lr=1&steps=1&at=1&theory=on');
  await expect(part(page, 'The first step, predicted')).toContainText('Muon replaces');
});

test('opening it moves nothing that was there before', async ({ explorer, page }) => {
  await explorer.open('lr=0.6&steps=3&at=3&theory=on');
  await expect(part(page, 'Link functions')).toContainText('Information exponent 1');
  await measured(page);
  const shift = await watchShifts(page);
  await part(page, 'Tail of this spectrum').scrollIntoViewIfNeeded();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.theory-status')).toHaveText('After step 2.');
  await page.waitForTimeout(500);
  expect(await shift()).toBeLessThan(0.005);
});
