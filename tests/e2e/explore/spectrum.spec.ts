import { expect, test } from '../explorer';

const FORMS = {
  'log–log': /^Spectrum of W after 10 steps: 200 eigenvalues/,
  linear: /^Spectrum of W after 10 steps: 200 eigenvalues/,
  'singular values': /^Spectrum of W after 10 steps: 200 eigenvalues/,
  rank: /^Eigenvalue against rank, W after 10 steps/,
  CCDF: /^Share of eigenvalues at or above λ, W after 10 steps/,
};

test('draws the spectrum in five forms, and the link remembers which', async ({
  explorer,
  page,
}) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const images = new Set<string>();
  for (const [name, alternative] of Object.entries(FORMS)) {
    await page.getByRole('radio', { name, exact: true }).check({ force: true });
    await expect(explorer.spectrum).toHaveAttribute('aria-label', alternative);
    images.add((await explorer.spectrum.screenshot()).toString('base64'));
  }
  expect(images.size).toBe(5);
  expect(explorer.hash).toContain('plot=ccdf');
  await page.goBack();
  await expect(page.getByRole('radio', { name: 'rank', exact: true })).toBeChecked();
});

test('says what is measured, fitted and predicted, and switches each layer off', async ({
  explorer,
  page,
}) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const legend = page.locator('.legend');
  await expect(legend).toContainText('measured');
  await expect(legend).toContainText('fitted');
  await expect(legend).toContainText('predicted');
  for (const layer of ['at step 0', 'Marchenko', 'edges', 'spikes', 'Hill', 'KS']) {
    const before = await explorer.spectrum.screenshot();
    const entry = legend.getByRole('button', { name: new RegExp(`^${layer}`) });
    await entry.click();
    await expect(entry).toHaveAttribute('aria-pressed', 'false');
    expect((await explorer.spectrum.screenshot()).equals(before), layer).toBe(false);
  }
  expect(explorer.hash).toContain('hide=initial,bulk,edges,spikes,hill,ks');
});

test('gives the phase with its evidence in words', async ({ explorer, page }) => {
  await explorer.open('lr=0.2&steps=1&at=1');
  await explorer.toEnd();
  await expect(explorer.badge).toHaveText('Bulk + spikes');
  await expect(page.locator('.reason')).toHaveText(/^1 eigenvalue above 1020; bulk KS 0\.\d\d$/);
});

test('keeps its axes still while one scrubs through a run', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  // The axis and its labels are all that the left margin of the picture holds.
  const margin = (): Promise<string> =>
    explorer.spectrum.evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      // Read from a copy: reading the page's own canvas would slow it down, and be reported.
      const copy = new OffscreenCanvas(36, canvas.height).getContext('2d');
      copy?.drawImage(canvas, 0, 0);
      const data = copy?.getImageData(0, 0, 36, canvas.height).data;
      return data?.join() ?? '';
    });
  const atEnd = await margin();
  for (const step of [7, 3, 1, 0]) {
    await page.getByRole('slider', { name: 'Step', exact: true }).fill(String(step));
    await expect(explorer.position).toHaveText(`step ${step} of 10`);
    expect(await margin(), `step ${step}`).toBe(atEnd);
  }
});

test('chooses between the two KS rules', async ({ explorer, page }) => {
  await explorer.open('lr=0.0001&steps=1&at=1');
  await explorer.toEnd();
  const robust = await explorer.spectrum.getAttribute('aria-label');
  await page.getByRole('combobox', { name: 'Rule of the KS fit' }).selectOption('reference');
  expect(explorer.hash).toContain('ks-rule=reference');
  await expect(explorer.spectrum).toHaveAttribute('aria-label', /KS α = /);
  expect(robust).toContain('KS α = ');
});

test('zooms into a part that is dragged over, and shows all again', async ({ explorer, page }) => {
  await explorer.open('at=10');
  await explorer.toEnd();
  const before = await explorer.spectrum.screenshot();
  // After the screenshot, which may have scrolled the page.
  const box = await explorer.spectrum.boundingBox();
  if (!box) throw new Error('no spectrum');
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.3 * box.height);
  await page.waitForTimeout(300);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 0.8 * box.height, { steps: 5 });
  await page.mouse.up();
  await expect(explorer.button('Show all')).toBeVisible();
  expect((await explorer.spectrum.screenshot()).equals(before)).toBe(false);
  await explorer.button('Show all').click();
  await expect(explorer.button('Show all')).toBeHidden();
  await page.mouse.move(5, 5);
  await expect.poll(async () => (await explorer.spectrum.screenshot()).equals(before)).toBe(true);
});
