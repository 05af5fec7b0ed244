import { expect, test } from '../explorer';

test('play, pause, step, to the end, reset', async ({ explorer, page }) => {
  await explorer.open('steps=6&speed=10');
  await expect(explorer.position).toHaveText('step 6 of 6');
  await explorer.button(/^Back to step 0/).click();
  await expect(explorer.position).toHaveText('step 0 of 6');
  await explorer.button(/^One step on/).click();
  await explorer.button(/^One step on/).click();
  await expect(explorer.position).toHaveText('step 2 of 6');
  expect(explorer.hash).toContain('at=2');
  await explorer.button(/^One step back/).click();
  await expect(explorer.position).toHaveText('step 1 of 6');
  await page.getByRole('combobox', { name: /^Speed/ }).selectOption('1');
  await explorer.button(/^Play/).click();
  await explorer.button(/^Pause/).click();
  await explorer.toEnd();
  await expect(explorer.button(/^Play/)).toBeVisible();
  // At the end the link need not name the step.
  expect(explorer.hash).not.toContain('at=');
});

test('scrubs through every recorded step without recomputing', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const slider = page.getByRole('slider', { name: 'Step', exact: true });
  const values: number[] = [];
  for (let step = 0; step <= 10; step += 1) {
    await slider.fill(String(step));
    await expect(explorer.position).toHaveText(`step ${step} of 10`);
    values.push(await explorer.value('frobenius'));
    await expect(page.locator('.status')).toHaveText(/^spike from step 1/);
  }
  // Adam with this rate only ever adds to W.
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(new Set(values).size).toBe(11);
});

test('works from the keyboard', async ({ explorer, page }) => {
  await explorer.open('steps=5&at=5');
  await explorer.toEnd();
  await page.locator('h1').click();
  await page.keyboard.press('r');
  await expect(explorer.position).toHaveText('step 0 of 5');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(explorer.position).toHaveText('step 2 of 5');
  await page.keyboard.press('ArrowLeft');
  await expect(explorer.position).toHaveText('step 1 of 5');
  await page.keyboard.press('Space');
  await expect(explorer.button(/^Pause/)).toBeVisible();
  await page.keyboard.press('Space');
  await expect(explorer.button(/^Play/)).toBeVisible();
  await page.keyboard.press('End');
  await expect(explorer.position).toHaveText('step 5 of 5');
});

test('step 0 is the untrained matrix', async ({ explorer }) => {
  await explorer.open('steps=4&at=4');
  await explorer.toEnd();
  await explorer.button(/^Back to step 0/).click();
  await expect(explorer.badge).toHaveText('Random-like');
  expect(await explorer.value('bulkScale')).toBeCloseTo(1, 1);
  expect(await explorer.value('rate')).toBe(0);
});

test('shows progress and remaining time, and cancels at once', async ({ explorer, page }) => {
  await explorer.openLong('n=1600&d=600&h=900&test=400&steps=2000');
  const status = page.locator('.status');
  await expect(status).toHaveText(/computing step \d+ · [\d.]+ (s|min|h) left/, {
    timeout: 30_000,
  });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(status).toHaveText(/^stopped after step \d+$/);
  // Long before the end, and for good.
  const stopped = (await status.textContent()) ?? '';
  expect(Number(/\d+/.exec(stopped)?.[0])).toBeLessThan(1000);
  // What was computed stays, and can be scrubbed.
  await explorer.button(/^Back to step 0/).click();
  await expect(explorer.badge).toHaveText('Random-like');
  await expect(status).toHaveText(stopped);
});

test('names the phases on the strip under the scrubber', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const phases = await page
    .locator('.phase-bar')
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('data-phase')));
  expect(phases).toEqual(['random-like', 'bulk-spikes', 'bulk-decay', 'heavy-tailed']);
});
