import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { paretoMatrix, uniform } from '../../../web/src/tensors/random';
import { bytesOf, concat, npy, safetensors, zip, type Bytes } from '../../web/tensors/files';
import { findings, overflow, WIDTHS } from '../axe';
import { expect, test } from '../explorer';

function normal(count: number, deviation: number): Float32Array {
  const draw = uniform(3);
  return Float32Array.from(
    { length: count },
    () => deviation * Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw()),
  );
}

const noise = normal(120 * 80, 0.02);
const heavy = Float32Array.from(paretoMatrix(150, 100, 1.5, 2));

/** A model with a layer of every kind. */
function model(): Bytes {
  const broken = noise.slice(0, 40 * 30);
  broken[77] = NaN;
  const layers: [string, number[], Float32Array][] = [
    ['noise.weight', [120, 80], noise],
    ['heavy.weight', [150, 100], heavy],
    ['conv.weight', [32, 16, 3, 3], normal(32 * 16 * 9, 0.1)],
    ['noise.bias', [120], noise.slice(0, 120)],
    ['broken.weight', [40, 30], broken],
  ];
  let at = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape, data] of layers) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  header['new.weight'] = { dtype: 'F8_E8M0', shape: [10, 10], data_offsets: [0, 100] };
  return safetensors(header, concat(...layers.map(([, , data]) => bytesOf(data))));
}

async function openPart(page: Page): Promise<void> {
  await page.goto('./#view=weights&v=1');
  await expect(page.getByText('Nothing leaves this machine.')).toBeVisible();
  // The styles come with the part.
  await expect(page.locator('.weights-open')).toHaveCSS('border-top-style', 'dashed');
}

async function give(page: Page, name: string, bytes: Bytes | string): Promise<void> {
  const buffer = Buffer.from(bytes);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** What a person does with the mouse: a file falls onto the page. */
async function drop(page: Page, name: string, bytes: Bytes): Promise<void> {
  const text = Buffer.from(bytes).toString('base64');
  const transfer = await page.evaluateHandle(
    ([base64 = '', fileName = '']) => {
      const data = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const made = new DataTransfer();
      made.items.add(new File([data], fileName));
      return made;
    },
    [text, name],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const layer = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Table of layers' }).getByRole('row', { name });
const badge = (page: Page): Locator => page.locator('.layer .badge');

test('the name of each part is whole on a phone', async ({ page }) => {
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 844 });
    await openPart(page);
    const hidden = await page
      .getByRole('navigation', { name: 'Parts' })
      .evaluate((tabs) => tabs.scrollWidth - tabs.clientWidth);
    expect(hidden, `${width} px`).toBeLessThanOrEqual(0);
  }
});

test.describe('your weights', () => {
  for (const [kind, name, bytes] of [
    ['NumPy', 'heavy.npy', npy("'<f4'", '150, 100', heavy)],
    [
      'NumPy archive',
      'w.npz',
      zip([{ name: 'heavy.npy', bytes: npy("'<f4'", '150, 100', heavy), deflated: true }]),
    ],
    ['text', 'heavy.csv', new TextEncoder().encode(rows(heavy, 100))],
  ] as const) {
    test(`a dropped file is measured: ${kind}`, async ({ page }) => {
      await page.goto('./');
      await drop(page, name, bytes);
      await expect(page).toHaveURL(/view=weights/);
      await expect(badge(page)).toHaveText('Heavy-tailed');
      await expect(page.locator('.layers .note').first()).toContainText(kind);
      await expect(page.locator('.layer-shuffled')).toContainText('single large entries');
      // The exponent by construction is 1.75.
      const alpha = Number(
        (await page.locator('.layer-numbers [data-metric="ksRobust"] .value').textContent())?.split(
          ' ',
        )[0],
      );
      expect(Math.abs(alpha - 1.75)).toBeLessThan(0.35);
    });
  }

  test('a model is a table of layers: sorted, chosen, saved', async ({ page }) => {
    await openPart(page);
    await give(page, 'model.safetensors', model());
    await expect(layer(page, 'heavy.weight')).toContainText('Heavy-tailed');
    await expect(layer(page, 'noise.weight')).toContainText('Random-like');
    await expect(layer(page, 'conv.weight')).toContainText('32 × 144');
    await expect(layer(page, 'noise.bias')).toContainText('a vector has no spectrum');
    await expect(layer(page, 'broken.weight')).toContainText(
      '1 of its 1200 entries are not finite (1 NaN), the first in row 3, column 18',
    );
    await expect(layer(page, 'new.weight')).toContainText('F8_E8M0');

    const names = page.locator('.layers-table tbody th');
    await page.getByRole('button', { name: 'Stable rank' }).click();
    await expect(names.last()).not.toHaveText('heavy.weight');
    await page.getByRole('button', { name: 'Stable rank' }).click();
    await expect(names.first()).toHaveText('heavy.weight');
    await expect(page.locator('th[aria-sort="ascending"]')).toHaveText('Stable rank');

    await page.getByRole('button', { name: 'noise.weight' }).click();
    await expect(badge(page)).toHaveText('Random-like');
    await expect(page.getByRole('region', { name: 'Tail of this spectrum' })).toContainText(
      /x_min leaves \d+ of 80 eigenvalues/,
    );
    await page.getByRole('button', { name: 'heavy.weight' }).click();
    await expect(
      page.getByRole('region', { name: 'Evidence for the phase' }).locator('.is-strong').first(),
    ).toContainText('Heavy-tailed');

    const [csvFile] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    expect(csvFile.suggestedFilename()).toBe('model-spectra.csv');
    const lines = readFileSync(await csvFile.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(7);
    const [head = '', ...rest] = lines;
    const column = head.split(',').indexOf('ksRobust');
    const found = rest.find((line) => line.startsWith('heavy.weight'))?.split(',')[column];
    expect(Math.abs(Number(found) - 1.75)).toBeLessThan(0.35);

    const [jsonFile] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as JSON' }).click(),
    ]);
    const saved = JSON.parse(readFileSync(await jsonFile.path(), 'utf8')) as {
      layers: { layer: string; phase: string | null }[];
    };
    expect(saved.layers.find((l) => l.layer === 'heavy.weight')?.phase).toBe('Heavy-tailed');
  });

  test('a convolution is read as rows and columns in two ways, and the mean can be left out', async ({
    page,
  }) => {
    await openPart(page);
    await give(page, 'model.safetensors', model());
    await page.getByRole('button', { name: 'conv.weight' }).click();
    await expect(page.locator('.layer-status')).toContainText('as 32 × 144');
    await page.getByRole('combobox', { name: 'Rows and columns' }).selectOption('last');
    await expect(page.locator('.layer-status')).toContainText('as 1536 × 3');
    await page.getByRole('combobox', { name: 'Rows and columns' }).selectOption('first');
    await page.getByRole('checkbox', { name: 'subtract the mean' }).check();
    await expect(page.locator('.layer-entries')).toContainText('mean was subtracted');
  });

  test('says what is wrong with a file and keeps what was open', async ({ page }) => {
    await openPart(page);
    await give(page, 'heavy.npy', npy("'<f4'", '150, 100', heavy));
    await expect(badge(page)).toHaveText('Heavy-tailed');
    const problem = page.getByRole('alert');
    for (const [name, bytes, message] of [
      [
        'cut.npy',
        npy("'<f4'", '150, 100', heavy).slice(0, 5000),
        /“cut.npy” could not be read: .*cut off/,
      ],
      ['model.pt', zip([{ name: 'm/data.pkl', bytes: Uint8Array.of(1) }]), /pickle/],
      ['w.csv', '1,2\n3,x<b>y</b>', /line 2, column 2 is “x<b>y<\/b>”/],
      ['photo.jpg', 'abc', /readable are/],
      [
        'model.safetensors',
        `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 548118077\n`,
        /Git LFS pointer.*548 MB/,
      ],
      ['weights.npy', '<!DOCTYPE html><title>Sign in</title>', /web page, “Sign in”/],
    ] as const) {
      await give(page, name, bytes);
      await expect(problem).toHaveText(message);
      await expect(badge(page)).toHaveText('Heavy-tailed');
    }
  });

  test('an index in a table is left out, said, and read as data when asked for', async ({
    page,
  }) => {
    await openPart(page);
    const cells = [...noise.subarray(0, 30 * 20)].map((x) => x.toFixed(6));
    const lines = Array.from({ length: 30 }, (_, i) => cells.slice(20 * i, 20 * i + 20).join(','));
    const header = Array.from({ length: 20 }, (_, j) => j).join(',');
    await give(page, 'w.csv', [header, ...lines].join('\n'));
    const status = page.locator('.layer-status');
    const notes = page.getByRole('list', { name: 'How the file was read' });
    await expect(status).toContainText('30 × 20');
    await expect(notes).toContainText('The first row, 0, 1, 2, … 19, looks like numbers');
    await notes.getByRole('button', { name: 'Read it as data' }).click();
    await expect(status).toContainText('31 × 20');
    await expect(notes).toContainText('it was read as data');
    await notes.getByRole('button', { name: 'Leave it out' }).click();
    await expect(status).toContainText('30 × 20');
  });

  test('a model of 20,000 layers has the rows in sight only, to its end', async ({ page }) => {
    await openPart(page);
    const header: Record<string, unknown> = {};
    for (let i = 0; i < 20_000; i += 1) {
      header[`layer.${i}`] = { dtype: 'F32', shape: [4, 3], data_offsets: [48 * i, 48 * i + 48] };
    }
    const values = new Uint8Array(48 * 20_000).map((_, i) => (i * 37) & 63);
    await give(page, 'wide.safetensors', safetensors(header, values));
    await expect(page.locator('.layers .note').first()).toContainText('20,000 arrays');
    const rows = page.locator('.layers-table tbody tr');
    await expect(layer(page, 'layer.0').first()).toBeVisible();
    expect(await rows.count()).toBeLessThan(120);
    await page.locator('.layers-table').evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await expect(page.getByRole('button', { name: 'layer.19999' })).toBeVisible();
    expect(await rows.count()).toBeLessThan(120);
    await page.getByRole('button', { name: 'layer.19999' }).click();
    await expect(page.locator('.layer-status')).toContainText('layer.19999, 4 × 3');
  });

  test('asks before a matrix that takes long, offers a sample, and can be stopped', async ({
    page,
  }) => {
    await openPart(page);
    // Six thousand squared, of zeros but for a block: the file is what costs nothing here.
    await page.evaluate(() => {
      const side = 6000;
      const header =
        `{'descr': '|i1', 'fortran_order': False, 'shape': (${side}, ${side}), }`.padEnd(117) +
        '\n';
      const numbers = new Int8Array(side * side);
      for (let k = 0, s = 1; k < numbers.length; k += 1) {
        s = (Math.imul(s, 1664525) + 1013904223) | 0;
        numbers[k] = s >> 24;
      }
      const mark = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0);
      const transfer = new DataTransfer();
      transfer.items.add(new File([mark, header, numbers], 'large.npy'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
    });
    await expect(page.locator('.layer-prompt')).toContainText(
      /takes about \d+ (s|min) and [\d.]+ [MG]B/,
    );
    await page.getByRole('button', { name: 'Measure all of it' }).click();
    await expect(page.locator('.weights-progress')).toContainText(/measuring large.npy/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Measure a sample of 2000 × 2000' }).click();
    await expect(page.locator('.layer-caveat')).toContainText('This is a sample: 2000 × 2000', {
      timeout: 40_000,
    });
    await expect(badge(page)).toHaveText('Random-like');
  });

  test('the examples show both kinds of tail', async ({ explorer, page }) => {
    await explorer.open('lr=0.6&at=10');
    await explorer.toEnd();
    await page.getByRole('button', { name: 'Your weights' }).click();
    await page.getByRole('button', { name: 'W of the run in Explore' }).click();
    await expect(badge(page)).toHaveText('Heavy-tailed');
    await expect(page.locator('.layer-shuffled')).toContainText(
      'how the entries are arranged, not in their sizes',
    );
    await page.getByRole('button', { name: 'heavy-tailed entries, made here' }).click();
    await expect(page.locator('.layer-shuffled')).toContainText('single large entries');
  });

  test('a saved run dropped here opens in Explore', async ({ explorer, page }) => {
    await openPart(page);
    await drop(page, 'run.json', new TextEncoder().encode('{"format":"other"}'));
    await expect(page.locator('.notice')).toContainText('not a run saved by this page');
    expect(explorer.hash).toContain('view=weights');
  });
});

for (const [device, viewport] of Object.entries(WIDTHS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`your weights, ${device}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, bypassCSP: true });

      test('axe finds nothing serious, and nothing is wider than the page', async ({ page }) => {
        await openPart(page);
        expect(await findings(page)).toEqual([]);
        await give(page, 'model.safetensors', model());
        await page.getByRole('button', { name: 'heavy.weight' }).click();
        await expect(badge(page)).toHaveText('Heavy-tailed');
        await expect(page.getByRole('region', { name: 'Tail of this spectrum' })).toContainText(
          'x_min leaves',
        );
        expect(await findings(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      });
    });
  }
}

function rows(data: Float32Array, cols: number): string {
  return Array.from({ length: data.length / cols }, (_, i) =>
    [...data.subarray(i * cols, (i + 1) * cols)].join(','),
  ).join('\n');
}
