import { expect, test } from '../explorer';

test('shows on demand whose singular vectors carry the spike', async ({ explorer, page }) => {
  await explorer.open('lr=0.3&steps=3&at=1');
  await expect(explorer.figure('Overlaps of W with its update')).toHaveCount(0);
  await page.getByRole('heading', { name: 'Anatomy of the update' }).click();
  await expect(page).toHaveURL(/anatomy=on/);
  const overlaps = explorer.figure('Overlaps of W with its update');
  await overlaps.getByRole('button', { name: 'Table' }).click();
  /** Squared overlap of the leading vectors. */
  const leading = async (side: string, row: string, column: string): Promise<number> => {
    const cells = overlaps.locator('tbody tr', { hasText: side }).filter({ hasText: row });
    for (const line of await cells.all()) {
      const [s, r, c, i, j, v] = await line.locator('td').allTextContents();
      if (s === side && r === row && c === column && i === '1' && j === '1') return Number(v);
    }
    throw new Error(`no overlap of ${row} and ${column}`);
  };
  await expect(overlaps.locator('tbody tr')).toHaveCount(8 * 25);
  // The spike of W_1 is the update's own direction; W_0 had nothing of it.
  expect(await leading('left', 'Wₜ', 'Mₜ')).toBeGreaterThan(0.8);
  expect(await leading('right', 'Wₜ', 'Mₜ')).toBeGreaterThan(0.8);
  expect(await leading('left', 'W₀', 'M')).toBeLessThan(0.2);
});

test('draws all its figures, and follows the time-line', async ({ explorer, page }) => {
  await explorer.open('steps=3&at=3&anatomy=on');
  for (const title of [
    'Overlaps of W',
    'Alignment with β',
    'Spectrum of the update',
    'Entries of W',
    'Output and target',
  ]) {
    const canvas = explorer.figure(new RegExp(title)).locator('canvas');
    await expect.poll(() => explorer.isDrawn(canvas), { message: title }).toBe(true);
  }
  const status = page.locator('.anatomy-status');
  await expect(status).toHaveText('After step 3.');
  await explorer.button(/^One step back/).click();
  await expect(status).toHaveText('After step 2.');
  await explorer.button(/^Back to step 0/).click();
  await expect(status).toHaveText('Step 0: there is no update yet.');
});

test('counts five, ten or twenty vectors', async ({ explorer, page }) => {
  await explorer.open('steps=2&at=2&anatomy=on');
  const overlaps = explorer.figure('Overlaps of W with its update');
  await overlaps.getByRole('button', { name: 'Table' }).click();
  await page.getByRole('combobox', { name: 'Number of vectors' }).selectOption('10');
  await expect(overlaps.locator('canvas')).toHaveAttribute('aria-label', /of the 10 leading/);
});
