import { PRESETS } from '../../../web/src/content/presets';
import { expect, test } from '../explorer';

test('runs every experiment at the live size and says what to look for', async ({
  explorer,
  page,
}) => {
  await explorer.open('n=60&d=20&h=30&steps=2&at=2');
  for (const preset of PRESETS) {
    await explorer.button('Experiments').click();
    await page.getByRole('button', { name: `${preset.name}: Live` }).click();
    await expect(page.locator('.lead')).toContainText(preset.look);
    await explorer.toEnd();
    await expect(page.locator('.spectrum canvas')).toHaveCount(preset.versus ? 2 : 1);
    await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
  }
});

test('runs one at the paper’s size, with progress', async ({ explorer, page }) => {
  test.setTimeout(180_000);
  await explorer.open('n=60&d=20&h=30&steps=2&at=2');
  await explorer.button('Experiments').click();
  await page
    .getByRole('button', { name: 'One-step feature learning with Adam: Paper’s size' })
    .click();
  await expect(page.locator('.status')).toHaveText(/computing step|^$/);
  await expect(explorer.position).toHaveText('step 1 of 1', { timeout: 150_000 });
  expect(explorer.hash).toContain('n=2000&d=1000&h=1500');
  // phase_table.csv, Adam 0.1 at step 1: one spike at about 10,800, similarity 0.38.
  await expect(explorer.badge).toHaveText('Bulk + spikes', { timeout: 60_000 });
  expect(await explorer.value('simWBeta')).toBeGreaterThan(0.3);
});
