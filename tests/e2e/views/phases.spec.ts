// The phase diagram: small maps that are computed here, looked at, left, resumed and kept.

import { readFileSync } from 'node:fs';
import type { Locator, Page, Worker } from '@playwright/test';
import { findings, overflow, WIDTHS } from '../axe';
import { expect, test } from '../explorer';
import { watchShifts } from '../layout_shift';

/** A map of 2 x 5 runs with 4 probed steps each. */
const SMALL =
  'view=phases&map.n=60&map.d=20&map.h=30&map.test=60&map.steps=3' +
  '&map.rate.gd=1..10000x5&map.rate.adam=0.01..10x5';
const ALL = '40 cells';
/** Runs that take long enough to be interrupted. */
const SLOW = 'view=phases&map.n=500&map.d=200&map.h=300&map.steps=40&map.rate.adam=0.01..10x21';

class PhasesPage {
  constructor(readonly page: Page) {}

  async open(settings: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`./#${settings}&v=1`);
    await expect(this.page.locator('.plot-map canvas')).toBeVisible();
  }

  get progress(): Locator {
    return this.page.locator('.map-progress [role=status]');
  }

  /** Cells computed so far, as the page says. */
  async done(): Promise<number> {
    return parseInt((await this.progress.textContent()) ?? '', 10);
  }

  grid(name: string): Locator {
    return this.page.getByRole('grid', { name: new RegExp(`^${name}`) });
  }

  get where(): Locator {
    return this.page.locator('.reading-where');
  }

  number(name: string): Locator {
    return this.page.locator('.reading-numbers > div', { hasText: name }).locator('dd').first();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Centre of a cell of a map of `columns` x `rows`, relative to its grid; rows from the bottom. */
  async cell(name: string, column: number, row: number, columns = 5, rows = 4) {
    const box = (await this.grid(name).boundingBox())!;
    return {
      position: {
        x: ((column + 0.5) / columns) * box.width,
        y: (1 - (row + 0.5) / rows) * box.height,
      },
    };
  }

  async pixels(): Promise<string> {
    return this.page
      .locator('.plot-map canvas')
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }
}

const phases = (page: Page): PhasesPage => new PhasesPage(page);

test('the default map fills from coarse to fine', async ({ page }) => {
  const map = phases(page);
  await map.open('view=phases');
  await expect(map.progress).toHaveText(/of 682 cells/);
  await expect.poll(() => map.done()).toBeGreaterThan(60);
  await map.grid('Adam').hover(await map.cell('Adam', 15, 0, 31, 11));
  await expect(map.where).toHaveText(/^Adam, rate 1(\.00)?, step 0$/);
  await expect(page.locator('.reading .badge')).toHaveText('Random-like');
});

test('pointing at a cell shows its numbers and its spectrum', async ({ page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await map.grid('GD').hover(await map.cell('GD', 4, 3));
  await expect(map.where).toHaveText('GD, rate 10,000, step 3');
  await expect(map.number('test loss')).toHaveText(/\d/);
  await expect(page.locator('.mini-bars')).toHaveAttribute('d', /M/);
  const heavy = await map.number('α Hill').textContent();
  await map.grid('GD').hover(await map.cell('GD', 0, 0));
  await expect(map.where).toHaveText('GD, rate 1.00, step 0');
  expect(Number(await map.number('α Hill').textContent())).toBeGreaterThan(Number(heavy));
});

test('a click opens the run in Explore at that step, and back returns to the map', async ({
  explorer,
  page,
}) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await map.grid('Adam').hover(await map.cell('Adam', 3, 2));
  const hill = Number(await map.number('α Hill').textContent());
  await map.grid('Adam').click(await map.cell('Adam', 3, 2));
  await expect(explorer.position).toHaveText('step 2 of 3');
  expect(explorer.hash).toContain('n=60&d=20&h=30');
  expect(Math.abs((await explorer.value('hill')) - hill)).toBeLessThan(0.01);
  await page.goBack();
  await expect(map.grid('Adam')).toBeVisible();
  await expect(map.progress).toHaveText(ALL);
});

test('the keyboard moves from cell to cell and opens one', async ({ explorer, page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await map.grid('GD').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await expect(map.where).toHaveText('GD, rate 10.0, step 1');
  await expect(map.grid('GD').getByRole('gridcell')).toHaveAttribute('aria-label', /step 1: /);
  await page.keyboard.press('End');
  await page.keyboard.press('PageUp');
  await expect(map.where).toHaveText('GD, rate 10,000, step 3');
  await page.keyboard.press('Enter');
  await expect(explorer.position).toHaveText('step 3 of 3');
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('the first touch of a cell shows it, the second one opens it', async ({
    explorer,
    page,
  }) => {
    const map = phases(page);
    await map.open(SMALL);
    await expect(map.progress).toHaveText(ALL);
    const at = await map.cell('GD', 4, 2);
    await map.grid('GD').tap(at);
    await expect(map.where).toHaveText('GD, rate 10,000, step 2');
    await expect(map.grid('GD')).toBeVisible();
    await map.grid('GD').tap(at);
    await expect(explorer.position).toHaveText('step 2 of 3');
  });
});

test('pausing stops, resuming goes on, cancelling ends, and nothing is lost', async ({ page }) => {
  const map = phases(page);
  await map.open(SLOW);
  await expect.poll(() => map.done()).toBeGreaterThan(2);
  await map.button('Pause').click();
  await expect(map.progress).toHaveText(/paused$/);
  // Runs that were under way are finished.
  let before = -1;
  await expect
    .poll(
      async () => {
        const last = before;
        before = await map.done();
        return before === last;
      },
      { intervals: [2500] },
    )
    .toBe(true);
  await map.button('Resume').click();
  await expect.poll(() => map.done()).toBeGreaterThan(before);
  await map.button('Cancel').click();
  await expect(map.progress).toHaveText(/cancelled$/);
  const kept = await map.done();
  await map.button('Compute the rest').click();
  await expect.poll(() => map.done()).toBeGreaterThan(kept);
  await map.button('Cancel').click();
});

test('a reload takes everything from the cache, until it is cleared', async ({ page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await expect(page.locator('.map-cache')).toContainText('10 runs');
  await page.reload();
  await expect(map.progress).toHaveText('40 cells, all from the cache');
  await page.locator('.map-cache').getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('.map-cache')).toContainText('Nothing is kept');
  await page.reload();
  await expect(map.progress).toHaveText(ALL);
});

test('another colour computes nothing and another scale draws other colours', async ({ page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  const drawn = await map.pixels();
  await page.getByRole('combobox', { name: 'Colour by' }).selectOption('Test loss');
  await expect.poll(() => map.pixels()).not.toBe(drawn);
  await expect(map.progress).toHaveText(ALL);
  expect(new URL(page.url()).hash).toContain('map.color=testLoss');
  await page.getByRole('textbox', { name: 'Scale: to' }).fill('9');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/map\.limits=[\d.]+\.\.9/);
  await expect(map.progress).toHaveText(ALL);
});

test.describe('a killed worker', () => {
  test('is replaced, and its run is repeated', async ({ page }) => {
    const workers: Worker[] = [];
    page.on('worker', (worker) => workers.push(worker));
    const map = phases(page);
    await map.open('view=phases&map.n=300&map.d=150&map.h=200&map.steps=20&map.rate.gd=10..1000x5');
    await expect.poll(() => map.done()).toBeGreaterThan(0);
    // The module is pulled out from under the workers: the next step traps.
    await Promise.all(
      workers.map((worker) =>
        worker
          .evaluate(() => {
            const scope = self as unknown as { onmessage: unknown };
            setTimeout(() => {
              const fail = (): void => {
                throw new Error('killed by the test');
              };
              scope.onmessage = fail;
              fail();
            });
          })
          .catch(() => undefined),
      ),
    );
    await expect(page.locator('.notices')).toContainText('was replaced');
    await expect(map.progress).toHaveText(/^756 cells/, { timeout: 120_000 });
  });
});

test('the link brings the whole map back, and hostile words are clamped', async ({ page }) => {
  const map = phases(page);
  await map.open(`${SMALL}&map.y-axis=noise&map.range=0..1x3&map.color=hill&map.repeats=2`);
  await expect(map.progress).toHaveText('60 cells');
  await expect(page.getByRole('combobox', { name: 'Vertical axis' })).toHaveValue('noise');
  await expect(page.getByRole('textbox', { name: 'Repeats' })).toHaveValue('2');
  await expect(page.getByRole('combobox', { name: 'Colour by' })).toHaveValue('hill');
  await map.grid('GD').hover(await map.cell('GD', 2, 1, 5, 3));
  await expect(map.where).toHaveText('GD, rate 100, label noise ρ 0.5');
  await expect(map.number('test loss')).toHaveText(/ ± /);

  await map.open(`${SMALL}&map.rate.muon=<img>..1e999x-4&map.y-axis=javascript:1&map.repeats=1e9`);
  await expect(page.locator('.notice').first()).toBeVisible();
  await expect(page.locator('.notices')).toContainText('javascript:1');
  await expect(page.locator('.notices img')).toHaveCount(0);
});

test('settings change the map, undo brings the last one back', async ({ page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await page.getByRole('checkbox', { name: 'GD', exact: true }).uncheck();
  await expect(map.progress).toHaveText(/^20 cells/);
  await expect(page.getByRole('grid')).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Adam: number of values' }).fill('3');
  await page.keyboard.press('Enter');
  await expect(map.progress).toHaveText(/^12 cells/);
  await map.button('Undo').click();
  await map.button('Undo').click();
  await expect(page.getByRole('grid')).toHaveCount(2);
  await expect(map.progress).toHaveText('40 cells, all from the cache');
});

test('the paper’s map is there at once, and a cell of it can be computed again', async ({
  page,
}) => {
  const map = phases(page);
  await map.open('view=phases&map.size=paper');
  const note = page.getByRole('region', { name: 'The precomputed map' });
  await expect(note).toContainText('n = 2000 samples, d = 1000 input dimensions, h = 1500');
  await expect(note).toContainText(/Computed beforehand with version \d/);
  const figure = page.locator('.plot-map canvas');
  await expect(figure).toHaveAttribute('aria-label', /Adam: .*Heavy-tailed at rates from/);
  const color = page.getByRole('combobox', { name: 'Colour by' });
  await color.selectOption('participationRatio');
  const switches = page.locator('.map-switches');
  await expect(switches).toContainText('No cell of this map has this number');
  await color.selectOption('hill');
  await expect(switches).not.toContainText('No cell');
  // The uppermost row at the largest rate of Adam.
  await map.grid('Adam').focus();
  await page.keyboard.press('End');
  await expect(map.where).toHaveText('Adam, rate 3000, step 0');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await map.button('Compute this cell again').click();
  await expect(page.locator('.map-check [role=status]')).toHaveText(
    /rate 0\.000100, step 1, seed 1: the phase, Random-like, and \d+ numbers agree to within 0(\.0\d+)? %/,
    { timeout: 120_000 },
  );
  await expect(page.locator('.map-check tbody tr').first()).toHaveText(/^α Hill2\.4\d+2\.4\d+$/);
  await page.getByRole('radio', { name: 'small, live' }).check();
  await expect(map.progress).toHaveText(/of 682 cells/);
});

test('curves and correlations follow the map', async ({ explorer, page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  const curve = explorer.figure('Hill exponent');
  await expect(curve.getByRole('img')).toHaveAttribute('aria-label', /step 3.*GD and Adam/);
  await page.getByRole('combobox', { name: /optimizer step/ }).selectOption('1');
  await expect(curve.getByRole('img')).toHaveAttribute('aria-label', /step 1/);
  const rows = page.getByRole('region', { name: 'Correlation of exponent' }).locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveText(/^GD(−?\d\.\d\d \[−?\d\.\d\d, −?\d\.\d\d\]){3}5$/);
});

test('a map is saved as picture, drawing, numbers and settings', async ({ explorer, page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  const figure = explorer.figure('Phases over the learning rate');
  const save = async (item: string): Promise<string> => {
    await figure.getByText('Save', { exact: true }).click();
    const download = page.waitForEvent('download');
    await figure.getByRole('button', { name: item }).click();
    const file = await download;
    return readFileSync(await file.path(), 'utf8');
  };
  expect((await save('Image (PNG)')).slice(1, 4)).toBe('PNG');
  const svg = await save('Drawing (SVG)');
  expect(svg).toContain('learning rate η');
  expect(svg).toContain('Heavy-tailed');
  const csv = await save('Numbers (CSV)');
  expect(csv.trim().split('\r\n')).toHaveLength(41);
  expect(csv).toContain('optimizer,learning rate,step,seed,phase,trainLoss');
  const json = JSON.parse(await save('Map and settings (JSON)')) as { runs: unknown[] };
  expect(json.runs).toHaveLength(10);
});

test('Explore computes nothing while the map is what is opened', async ({ page }) => {
  const map = phases(page);
  await map.open(SMALL);
  await expect(map.progress).toHaveText(ALL);
  await map.button('Explore').click();
  await expect(page.locator('[data-metric="lambdaMax"] td.value').first()).toHaveText(/\d/);
});

for (const [device, viewport] of Object.entries(WIDTHS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, bypassCSP: true });

      test('axe finds nothing serious, nothing is too wide, nothing moves', async ({ page }) => {
        const map = phases(page);
        await map.open(SMALL);
        await expect(page.locator('.map-part').first()).toBeAttached();
        const shift = await watchShifts(page);
        await expect(map.progress).toHaveText(ALL);
        await map.grid('GD').focus();
        await page.keyboard.press('ArrowRight');
        await expect(map.where).toHaveText(/^GD, rate 10\.0/);
        expect(await shift()).toBeLessThan(0.001);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await findings(page)).toEqual([]);
      });
    });
  }
}
