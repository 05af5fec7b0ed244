import { expect, test } from '../explorer';

test('runs from the tiny to the large', async ({ explorer }) => {
  for (const size of [
    'n=1&d=1&h=1&test=1',
    'n=5&d=8&h=3&test=2',
    'n=30&d=50&h=50',
    'n=300&d=300&h=40',
  ]) {
    await explorer.open(`${size}&steps=2&at=2`);
    await expect(explorer.position).toHaveText('step 2 of 2');
    expect(await explorer.isDrawn(explorer.spectrum), size).toBe(true);
  }
});

test('says what a run will take before a long one starts', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=2&at=2');
  await expect(page.locator('.cost')).toHaveText(
    /^A run takes (about|roughly) [\d.]+ s and \d+ MB/,
  );
  await page.getByRole('textbox', { name: /^Steps/ }).fill('10000');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Samples/ }).fill('4000');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Input dimension/ }).fill('1000');
  await page.keyboard.press('Enter');
  await expect(page.locator('.cost')).toHaveText(/(min|h|days?) and \d+ MB/);
  await explorer.button('Start').click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('what cannot run says so and offers the nearest that can', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=2&at=2');
  await page.getByRole('textbox', { name: /^Samples/ }).fill('20000');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Input dimension/ }).fill('20000');
  await page.keyboard.press('Enter');
  await expect(page.locator('.prompt')).toContainText(/This run cannot start: /);
  const offer = page.getByRole('button', { name: /^Use n = .* instead$/ });
  await expect(offer).toBeVisible();
  await offer.click();
  await expect(page.locator('.cost')).toHaveText(/^A run takes/);
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
});

test('shows a diverged run as such', async ({ explorer, page }) => {
  await explorer.open('optimizer=gd&lr=100000000&activation=relu&n=60&d=20&h=30&steps=60&at=0');
  await expect(page.locator('.status')).toHaveText(/^diverged at step \d+$/);
  await explorer.button(/To the end/).click();
  await expect(explorer.badge).toHaveText('Diverged');
  await expect(page.locator('.phase-bar[data-phase="diverged"]')).toHaveCount(1);
  await explorer.button(/^Back to step 0/).click();
  await expect(explorer.badge).toHaveText('Random-like');
});

test('a worker that dies is restarted and the run resumes, with a message', async ({
  explorer,
  page,
}) => {
  await explorer.openLong('n=1200&d=400&h=600&test=400&steps=2000');
  const worker = page.workers()[0];
  if (!worker) throw new Error('no worker');
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  await expect(page.locator('.notices')).toContainText(
    /The engine stopped .*out of memory.* goes on from step \d+/,
  );
  await expect(page.locator('.status')).toHaveText(/computing step/);
  // All that shared the run are replaced.
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  await expect.poll(() => page.workers().length).toBe(Math.min(cores, 4));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.status')).toHaveText(/stopped after step/);
});
