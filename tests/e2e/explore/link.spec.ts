import { expect, test } from '../explorer';

test('every control is in the link, back and forward work', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  await page.getByRole('radio', { name: 'signGD' }).check({ force: true });
  expect(explorer.hash).toContain('optimizer=sign');
  await page.getByRole('textbox', { name: /^Seed/ }).fill('7');
  await page.keyboard.press('Enter');
  expect(explorer.hash).toContain('seed=7');
  await page.goBack();
  expect(explorer.hash).not.toContain('seed=7');
  await expect(page.getByRole('textbox', { name: /^Seed/ })).toHaveValue('1');
  await page.goForward();
  await expect(page.getByRole('textbox', { name: /^Seed/ })).toHaveValue('7');
});

test('what is being typed stays while settings change elsewhere', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  const seed = page.getByRole('textbox', { name: /^Seed/ });
  await seed.fill('12');
  await page.evaluate(() => (location.hash = '#n=60&d=20&h=30&steps=3&at=3&seed=4&noise=0.5&v=1'));
  await expect(page.getByRole('textbox', { name: /^Label noise/ })).toHaveValue('0.5');
  await expect(seed).toHaveValue('12');
  await page.keyboard.press('Enter');
  await expect(seed).toHaveValue('12');
  expect(explorer.hash).toContain('seed=12');
});

test('a link opens exactly what was on screen', async ({ explorer, page, context }) => {
  await explorer.open('optimizer=gd&lr=600&steps=4&seed=5&at=2&plot=rank&hide=ks');
  await expect(explorer.position).toHaveText('step 2 of 4');
  const value = await explorer.metric('lambdaMax').textContent();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-metric="lambdaMax"] td.value').first()).toHaveText(value ?? '');
  await expect(other.getByRole('radio', { name: 'rank', exact: true })).toBeChecked();
});

test('a broken link opens with what could be read and says what could not', async ({
  explorer,
  page,
}) => {
  await explorer.open(
    'lr=2&n=1e99&steps=nonsense&colour=%3Cimg%20src=x%20onerror=alert(1)%3E&d=20&h=30&at=0',
  );
  await expect(page.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('2');
  await expect(page.getByRole('textbox', { name: /^Samples/ })).toHaveValue('20000');
  const notices = page.locator('.notices');
  await expect(notices).toContainText('“1e99” is above the limit 20000');
  await expect(notices).toContainText('“nonsense” is not a finite number');
  await expect(notices).toContainText('“colour” in the link is not a setting');
  await expect(page.locator('.notices img')).toHaveCount(0);
  await page.locator('.notices').getByRole('button', { name: 'Dismiss' }).first().click();
  await expect(page.locator('.notice')).toHaveCount(2);
});

test('undo and redo', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  const rate = page.getByRole('textbox', { name: /^Learning rate/ });
  await rate.fill('0.7');
  await page.keyboard.press('Enter');
  // A whole drag of a slider is one change.
  const slider = page.locator('[data-param="noise"] input[type="range"]');
  const box = await slider.boundingBox();
  if (!box) throw new Error('no slider');
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 0; i < 8; i += 1) await page.mouse.move(box.x + 20 + 12 * i, box.y + box.height / 2);
  await page.mouse.up();
  await expect(page.getByRole('textbox', { name: /^Label noise/ })).not.toHaveValue('0.3');
  await explorer.button('Undo').click();
  await expect(page.getByRole('textbox', { name: /^Label noise/ })).toHaveValue('0.3');
  await expect(rate).toHaveValue('0.7');
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await expect(rate).toHaveValue('0.5');
  await expect(explorer.button('Undo')).toBeDisabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect(rate).toHaveValue('0.7');
  await explorer.button('Reset').click();
  await expect(rate).toHaveValue('0.5');
  expect(explorer.hash).toBe('');
});
