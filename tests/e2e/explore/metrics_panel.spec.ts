import { metricHelp } from '../../../web/src/config/metrics/metric_help';
import { METRICS } from '../../../web/src/config/metrics/metrics';
import { expect, test } from '../explorer';

test('shows every quantity with its value', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  for (const m of METRICS) {
    await expect(explorer.metric(m.key), m.name).toHaveText(/\d/);
    await expect(page.locator(`[data-metric="${m.key}"] .metric`)).toHaveClass(
      new RegExp(`origin-${m.origin}`),
    );
  }
  await expect(explorer.metric('hill')).toHaveText(/± 0\.\d\d$/);
});

test('explains each one with formula, unit and source', async ({ explorer, page }) => {
  await explorer.open('at=10');
  for (const m of METRICS) {
    await page.locator(`[data-metric="${m.key}"] .tip`).click();
    const note = page.getByRole('note');
    await expect(note).toContainText(metricHelp(m.key).tip);
    await expect(note).toContainText(metricHelp(m.key).source);
    await expect(note).toContainText(new RegExp(m.origin, 'i'));
    await expect(note.locator('.katex').first(), m.name).toBeVisible();
    await expect(note.locator('.katex-error')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(note).toHaveCount(0);
  }
});

test('draws any of them as curves, at most two units at a time', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const curves = explorer.figure('Over the steps of the run').locator('canvas');
  await expect(curves).toHaveAttribute('aria-label', /Train loss from .*; Test loss from/);
  await page.locator('[data-metric="hill"] .metric').click();
  await expect(curves).toHaveAttribute('aria-label', /Test loss.*α Hill from 2\.\d+ to 1\.9\d/);
  await page.locator('[data-metric="lambdaMax"] .metric').click();
  await expect(curves).toHaveAttribute('aria-label', /^Curves over 10 steps: α Hill.*; λ max/);
  expect(explorer.hash).toContain('curves=hill,lambdaMax');
  await page.getByRole('combobox', { name: 'Quantities' }).selectOption({ label: 'ranks' });
  await expect(curves).toHaveAttribute('aria-label', /Stable rank.*Effective rank/);
});

test('a click on the curves goes to that step', async ({ explorer }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const curves = explorer.figure('Over the steps of the run').locator('canvas');
  await curves.click({ position: { x: 60, y: 100 } });
  await expect(explorer.position).toHaveText(/step [01] of 10/);
});
