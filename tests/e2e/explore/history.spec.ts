// A browser that counts how often its address is written, as Safari does, and throws at what is more.

import { expect, test } from '../explorer';

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const LIMIT = 100;
    const SPAN = 30_000;
    let times: number[] = [];
    for (const name of ['pushState', 'replaceState'] as const) {
      const write = history[name].bind(history);
      history[name] = (...args: [data: unknown, unused: string, url?: string | URL | null]) => {
        const now = performance.now();
        times = times.filter((time) => now - time < SPAN);
        if (times.length >= LIMIT) throw new DOMException('too often', 'SecurityError');
        times.push(now);
        write(...args);
      };
    }
  });
});

const SMALL = 'n=60&d=20&h=30&steps=3';

test('no change is lost, and the address is right a moment after the last one', async ({
  explorer,
  page,
}) => {
  await explorer.open(SMALL);
  const rate = page.getByRole('textbox', { name: /^Learning rate/ });
  const slider = page.locator('[data-param="learningRate"] input[type="range"]');
  await slider.focus();
  for (let i = 0; i < 150; i += 1) await page.keyboard.press(i % 2 ? 'ArrowLeft' : 'ArrowRight');
  await rate.fill('1.6');
  await page.keyboard.press('Enter');
  await expect(rate).toHaveValue('1.6');
  await expect.poll(() => explorer.hash).toContain('lr=1.6');
  await explorer.toEnd();
  const before = await explorer.metric('lambdaMax').textContent();
  await explorer.button('Undo').click();
  await expect(rate).not.toHaveValue('1.6');
  await explorer.toEnd();
  await expect(explorer.metric('lambdaMax')).not.toHaveText(before ?? '');
  await explorer.button('Redo').click();
  await expect(rate).toHaveValue('1.6');
  await expect(explorer.metric('lambdaMax')).toHaveText(before ?? '');
  await expect.poll(() => explorer.hash).toContain('lr=1.6');
});

test('what was set last of very many is there after a reload', async ({ explorer, page }) => {
  await explorer.open(SMALL);
  await page.locator('[data-param="noise"] input[type="range"]').evaluate((slider) => {
    for (let i = 0; i < 120; i += 1) {
      (slider as HTMLInputElement).value = String(i % 40);
      slider.dispatchEvent(new Event('change'));
    }
  });
  const noise = page.getByRole('textbox', { name: /^Label noise/ });
  const set = await noise.inputValue();
  await expect.poll(() => explorer.hash).toContain(`noise=${set}&`);
  await page.reload();
  await expect(noise).toHaveValue(set);
});

test('settings after a question mark are read', async ({ explorer, page }) => {
  await page.goto(`./?${SMALL}&lr=2&v=1`);
  await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
  await expect(page.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('2');
  await page.getByRole('textbox', { name: /^Seed/ }).fill('7');
  await page.keyboard.press('Enter');
  await expect.poll(() => explorer.hash).toBe('#lr=2&steps=3&seed=7&n=60&d=20&h=30&v=1');
  expect(new URL(page.url()).search).toBe('');
});

test('a value that was typed and cannot be is explained', async ({ explorer, page }) => {
  await explorer.open(SMALL);
  const steps = page.getByRole('textbox', { name: /^Steps/ });
  await steps.fill('2.4');
  await page.keyboard.press('Enter');
  await expect(steps).toHaveValue('2');
  await expect(page.locator('.notices')).toContainText('“2.4” is not a whole number, so 2 is used');
  await steps.fill('4');
  await page.keyboard.press('Enter');
  await expect(page.locator('.notice')).toHaveCount(0);
});
