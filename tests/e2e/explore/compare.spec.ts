import { expect, test } from '../explorer';

test('one click sets GD against Adam on the same data and weights', async ({ explorer, page }) => {
  await explorer.open('lr=0.5&steps=4&at=4');
  await explorer.toEnd();
  await explorer.button('GD against Adam').click();
  await expect(page.getByRole('heading', { name: 'A: Adam, η = 0.5' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'B: GD, η = 0.5' })).toBeVisible();
  await expect(page.getByText('A and B share data, teacher and initial weights.')).toBeVisible();
  await explorer.toEnd();
  await expect(explorer.metric('spikes', 1)).toHaveText('0');
  expect(await explorer.value('lambdaMax', 0)).toBeGreaterThan(
    2 * (await explorer.value('lambdaMax', 1)),
  );
  // One time-line: both go back to the same untrained matrix.
  await explorer.button(/^Back to step 0/).click();
  await expect(explorer.position).toHaveText('step 0 of 4');
  expect(await explorer.value('lambdaMax', 0)).toBe(await explorer.value('lambdaMax', 1));
  expect(explorer.hash).toContain('vs.optimizer=gd');
  await explorer.button('End comparison').click();
  await expect(page.locator('.spectrum canvas')).toHaveCount(1);
});

test('edits either run, and says when they no longer share their data', async ({
  explorer,
  page,
}) => {
  await explorer.open('n=100&d=30&h=40&steps=3&at=3&vs.optimizer=gd');
  await page.getByRole('radio', { name: 'B', exact: true }).check({ force: true });
  await page.getByRole('textbox', { name: /^Learning rate/ }).fill('300');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'B: GD, η = 300' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'A: Adam, η = 0.5' })).toBeVisible();
  await page.getByRole('textbox', { name: /^Seed/ }).fill('9');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A and B differ in their data or initial weights.')).toBeVisible();
  expect(explorer.hash).toContain('vs.optimizer=gd&vs.lr=300&vs.seed=9');
});
