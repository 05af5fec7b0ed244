import { expect, test } from '../explorer';

test('draws test loss against the exponent over the steps, by either fit', async ({
  explorer,
  page,
}) => {
  await explorer.open('steps=6&at=6');
  await page.getByRole('heading', { name: 'Test loss against the exponent' }).click();
  await expect(page).toHaveURL(/loss-path=on/);
  const figure = explorer.figure('Test loss against α');
  const image = figure.getByRole('img');
  await expect(image).toHaveAttribute('aria-label', /steps 0 to 6: α Hill from [\d.]+ to [\d.]+/);
  await expect.poll(() => explorer.isDrawn(figure.locator('canvas'))).toBe(true);
  await figure.getByRole('button', { name: 'Table' }).click();
  await expect(figure.locator('tbody tr')).toHaveCount(7);
  // The last row is what the numbers beside it say.
  const last = await figure.locator('tbody tr').last().locator('td').allTextContents();
  expect(last[1]).toBe('6');
  expect(Number(last[2])).toBeCloseTo(await explorer.value('hill'), 2);
  expect(Number(last[3])).toBeCloseTo(await explorer.value('testLoss'), 3);
  await page.getByRole('combobox', { name: 'Exponent' }).selectOption('ksRobust');
  await expect(page).toHaveURL(/loss-path.alpha=ksRobust/);
  await expect(image).toHaveAttribute('aria-label', /α KS robust from/);
});
