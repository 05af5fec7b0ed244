import { findings, overflow, WIDTHS } from '../axe';
import { expect, test } from '../explorer';
import { watchShifts } from '../layout_shift';

for (const [device, viewport] of Object.entries(WIDTHS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      // The evaluation of axe's text is what a strict policy forbids.
      test.use({ viewport, colorScheme, bypassCSP: true });

      test('axe finds nothing serious, and nothing is wider than the page', async ({
        explorer,
        page,
      }) => {
        await explorer.open('vs.optimizer=gd&n=60&d=20&h=30&steps=3&at=3&anatomy=on&theory=on');
        await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
        await expect(page.locator('.theory-status')).toHaveText('After step 3.');
        expect(await findings(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await explorer.button('Experiments').click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await findings(page)).toEqual([]);
      });
    });
  }
}

test('each figure has a text alternative and a data table', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3&anatomy=on&theory=on');
  await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
  await expect(page.locator('.theory-status')).toHaveText('After step 3.');
  for (const figure of await page.locator('figure').all()) {
    await expect(figure.getByRole('img')).toHaveAttribute('aria-label', /.{40}/);
    await figure.getByRole('button', { name: 'Table' }).click();
    await expect(figure.locator('tbody tr').first()).toBeVisible();
    await expect(figure.locator('thead th').first()).toHaveText(/\w/);
  }
});

test('nothing moves while a run plays', async ({ explorer, page }) => {
  await explorer.open('speed=10');
  const shift = await watchShifts(page);
  await page.keyboard.press('r');
  await page.keyboard.press('Space');
  await expect(explorer.position).toHaveText('step 10 of 10');
  expect(await shift()).toBeLessThan(0.001);
});

test('reduced motion shows the end of the run and does not play by itself', async ({
  explorer,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await explorer.open();
  await expect(explorer.position).toHaveText('step 10 of 10');
  await expect(explorer.button(/^Play/)).toBeVisible();
});

test('everything can be reached and used with the keyboard', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  const reached = new Set<string>();
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const e = document.activeElement;
        return (
          e?.getAttribute('aria-label') ?? e?.closest('label')?.textContent ?? e?.textContent ?? ''
        );
      }),
    );
  }
  for (const name of [
    'Experiments',
    'Share',
    'Adam',
    'Learning rate',
    'Play (space)',
    'Step',
    'Table',
    'Save',
    'Train loss',
  ]) {
    expect(
      [...reached].some((text) => text.startsWith(name)),
      name,
    ).toBe(true);
  }
});

test('the theme switch overrides the system and is remembered', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=1&at=1');
  const paper = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await explorer.button('Theme: auto').click();
  await explorer.button('Theme: light').click();
  await expect(explorer.button('Theme: dark')).toBeVisible();
  expect(await paper()).not.toBe(light);
  await page.reload();
  await expect(explorer.button('Theme: dark')).toBeVisible();
});

test('a first-time visitor is told what the spike is and when the tail appears', async ({
  explorer,
  page,
}) => {
  await explorer.open('at=1');
  await expect(page.locator('.lead')).toContainText('the spike');
  await expect(page.locator('.meaning')).toContainText('times the end of the bulk: the spike');
  await explorer.toEnd();
  await expect(page.locator('.meaning')).toContainText('long tail');
  await expect(page.locator('.since')).toHaveText('since step 7');
  await expect(page.locator('.phase-bar[data-phase="heavy-tailed"]')).toBeVisible();
  await expect(page.locator('.status')).toHaveText('spike from step 1, heavy tail from step 7');
});
