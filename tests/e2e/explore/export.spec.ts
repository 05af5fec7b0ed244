import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../explorer';

async function download(
  page: Page,
  action: () => Promise<void>,
): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), action()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

const SMALL = 'n=60&d=20&h=30&steps=3&at=3';

test('any figure as PNG, SVG and CSV', async ({ explorer, page }) => {
  await explorer.open(`${SMALL}&anatomy=on`);
  await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
  for (const figure of await page.locator('figure').all()) {
    const save = async (item: string): Promise<{ name: string; bytes: Buffer }> => {
      await figure.locator('summary', { hasText: 'Save' }).click();
      return download(page, () => figure.getByRole('button', { name: item }).click());
    };
    const png = await save('Image (PNG)');
    expect(png.name).toMatch(/\.png$/);
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const box = await figure.locator('canvas').boundingBox();
    expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(2.9 * (box?.width ?? 0));

    const svg = (await save('Drawing (SVG)')).bytes.toString();
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg.match(/<path/g)?.length ?? 0).toBeGreaterThan(5);
    expect(svg).toContain('<text');
    expect(svg).not.toContain('NaN');

    const csv = (await save('Numbers (CSV)')).bytes.toString().trim().split('\r\n');
    expect(csv.length).toBeGreaterThan(3);
  }
});

test('the drawing as SVG renders', async ({ explorer, page, context }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  await page.locator('figure').first().locator('summary', { hasText: 'Save' }).click();
  const svg = await download(page, () =>
    page.getByRole('button', { name: 'Drawing (SVG)' }).first().click(),
  );
  // Bars, their ghost, two laws and two tails are lines, not only frames around areas.
  const strokes = [...svg.bytes.toString().matchAll(/<path d="([^"]*)" fill="none"/g)];
  const lines = strokes.filter(([, d = '']) => !d.includes('Z') && d.split('L').length > 20);
  expect(lines.length).toBeGreaterThanOrEqual(6);
  const other = await context.newPage();
  await other.goto(`data:image/svg+xml;base64,${svg.bytes.toString('base64')}`);
  await expect(other.locator('svg')).toBeVisible();
  await expect(other.locator('text', { hasText: 'eigenvalue λ' })).toBeVisible();
});

test('a run as JSON opens again by choosing it and by dropping it', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&seed=4&at=3');
  await explorer.toEnd();
  const lambda = await explorer.metric('lambdaMax').textContent();
  await page.locator('summary', { hasText: 'File' }).click();
  const json = await download(page, () =>
    page.getByRole('button', { name: /Save this run/ }).click(),
  );
  const file = JSON.parse(json.bytes.toString()) as Record<string, unknown>;
  expect(file).toMatchObject({ format: 'tailcraft-run', version: 1, config: { seed: 4, n: 60 } });
  expect(file['snapshots']).toHaveLength(4);

  await explorer.open('n=50&d=10&h=12&steps=2&at=2');
  await page.locator('summary', { hasText: 'File' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /Open a saved run/ }).click(),
  ]);
  await chooser.setFiles({ name: json.name, mimeType: 'application/json', buffer: json.bytes });
  await explorer.toEnd();
  await expect(explorer.metric('lambdaMax')).toHaveText(lambda ?? '');
  expect(explorer.hash).toContain('seed=4');

  await explorer.open('n=50&d=10&h=12&steps=2&at=2');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'run.json', { type: 'application/json' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, json.bytes.toString());
  await expect(page.getByRole('textbox', { name: /^Seed/ })).toHaveValue('4');
  // The weights of an opened run are computed again when they are asked for.
  await explorer.toEnd();
  await page.getByRole('heading', { name: 'Anatomy of the update' }).click();
  await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
});

test('refuses a file that is not a run, in words', async ({ explorer, page }) => {
  await explorer.open(SMALL);
  for (const [text, why] of [
    ['{', 'it is not JSON'],
    ['{"a": 1}', 'it is not a run saved by this page'],
    ['{"format": "tailcraft-run", "version": 1, "config": {}, "snapshots": [{}]}', 'snapshot 0'],
  ] as const) {
    await page.evaluate((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'bad.json'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    }, text);
    await expect(page.locator('.notices')).toContainText(why);
  }
});

test('W as a NumPy file', async ({ explorer, page }) => {
  await explorer.open(SMALL);
  await explorer.toEnd();
  await page.locator('summary', { hasText: 'File' }).click();
  const npy = await download(page, () => page.getByRole('button', { name: /Save W/ }).click());
  expect(npy.name).toMatch(/step3-W\.npy$/);
  expect(npy.bytes.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY');
  expect(npy.bytes.toString('latin1')).toContain("'shape': (30, 20)");
  const start = 10 + npy.bytes.readUInt16LE(8);
  expect(start % 64).toBe(0);
  // Its Frobenius norm is the one on the page.
  let sum = 0;
  for (let i = start; i < npy.bytes.length; i += 4) sum += npy.bytes.readFloatLE(i) ** 2;
  expect(sum / (await explorer.value('frobenius'))).toBeCloseTo(1, 2);
});
