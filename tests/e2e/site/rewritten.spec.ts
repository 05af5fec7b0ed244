// Figures as authoring systems leave them: tags rewritten, scripts doubled, frames of fixed size.

import type { Page } from '@playwright/test';
import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

const SMALL = 'n=60&d=20&h=30&steps=3&v=1';
const SIZES = 'n="60" d="20" h="30" steps="3"';
const SCRIPT = '<script src="/figures/tailcraft-figure.js" async></script>';

async function open(page: Page, body: string): Promise<StaticServer> {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
    <link rel="icon" href="data:,">${body}`;
  const server = await StaticServer.start({
    mounts: { '/figures/': SITE },
    pages: { '/course.html': { body: html } },
  });
  await page.goto(`${server.origin()}/course.html`);
  return server;
}

test('a figure that is closed in itself swallows nothing of the page', async ({ page }) => {
  const server = await open(
    page,
    `${SCRIPT}<tailcraft-figure ${SIZES}/><p id="after">Text after the figure.</p>
     <tailcraft-figure ${SIZES}/><p id="last">The end.</p>`,
  );
  const figures = page.locator('tailcraft-figure');
  await expect(figures).toHaveCount(2);
  await expect(figures.first().locator('.position')).toHaveText('step 3 of 3');
  for (const id of ['#after', '#last']) await expect(page.locator(id)).toBeVisible();
  // In its place, and in the page's own type.
  const order = await page.evaluate(() =>
    [...document.body.children].map((e) => e.id || e.localName).join(' '),
  );
  expect(order).toContain('tailcraft-figure after tailcraft-figure last');
  // What is added later too.
  await figures.first().evaluate((figure) => figure.append('added'));
  await expect(page.getByText('added')).toBeVisible();
  await server.stop();
});

test('a script that is there twice defines one element, and capitals do no harm', async ({
  page,
}) => {
  const server = await open(
    page,
    `${SCRIPT}${SCRIPT.replace('.js', '.js?v=2')}
     <TAILCRAFT-FIGURE N="60" D="20" H="30" STEPS="3" OPTIMIZER="gd" LEARNING-RATE="300"></TAILCRAFT-FIGURE>`,
  );
  const figure = page.locator('tailcraft-figure');
  await expect(figure.locator('.position')).toHaveText('step 3 of 3');
  await expect(figure.getByRole('link')).toHaveAttribute('href', /optimizer=gd&lr=300/);
  await server.stop();
});

test('an address that was escaped twice is read whole, controls included', async ({ page }) => {
  const twice = (words: string): string => words.replaceAll('&', '&amp;amp;');
  const address = `/figures/embed.html?${twice('view=spectrum&controls=learning-rate,step')}#${twice(`optimizer=gd&lr=300&${SMALL}`)}`;
  const server = await open(page, `<iframe src="${address}" width="800" height="700"></iframe>`);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.position')).toHaveText('step 3 of 3');
  await expect(frame.getByRole('slider', { name: /Learning rate/ })).toBeVisible();
  await server.stop();
});

test('frames of fixed size are usable, down to 150 px high and 320 px wide', async ({ page }) => {
  const sizes = [
    [640, 150],
    [400, 300],
    [320, 480],
  ] as const;
  const server = await open(
    page,
    sizes
      .map(
        ([w, h]) =>
          `<iframe width="${w}" height="${h}" src="/figures/embed.html?controls=learning-rate,step#${SMALL}"></iframe>`,
      )
      .join(''),
  );
  for (const [i, [, height]] of sizes.entries()) {
    const frame = page.locator('iframe').nth(i).contentFrame();
    await expect(frame.locator('.position')).toHaveText('step 3 of 3');
    const wide = await frame.locator('html').evaluate((e) => e.scrollWidth - e.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    if (height > 240) continue;
    // Hardly anything is in sight: the link is.
    const link = await frame
      .getByRole('link', { name: 'Open in Tailcraft' })
      .evaluate((e) => e.getBoundingClientRect().bottom);
    expect(link).toBeLessThan(height);
  }
  await server.stop();
});

test('a frame that is shown later draws when it is', async ({ page, explorer }) => {
  const server = await open(
    page,
    `<iframe width="0" height="0" src="/figures/embed.html#${SMALL}"></iframe>`,
  );
  await page.waitForTimeout(1000);
  await page.locator('iframe').evaluate((e) => Object.assign(e, { width: '700', height: '600' }));
  const frame = page.locator('iframe').contentFrame();
  await expect(frame.locator('.position')).toHaveText('step 3 of 3');
  await expect.poll(() => explorer.isDrawn(frame.locator('canvas').first())).toBe(true);
  const plot = await frame.locator('canvas').first().boundingBox();
  expect(plot?.height).toBeGreaterThan(200);
  await server.stop();
});

for (const fit of ['', '&fit']) {
  test(`a host that gives 20 px more each time is not asked for ever${fit}`, async ({ page }) => {
    const server = await open(page, '<div></div>');
    await page.evaluate((src) => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { src, width: '700', height: '200' });
      addEventListener('message', ({ data }) => {
        const { type, height } = data as { type?: string; height?: number };
        if (type === 'height' && height) frame.height = String(height + 20);
      });
      document.body.append(frame);
    }, `/figures/embed.html?controls=step${fit}#${SMALL}`);
    const frame = page.locator('iframe');
    await expect(frame.contentFrame().locator('.position')).toHaveText('step 3 of 3');
    const height = (): Promise<string | null> => frame.getAttribute('height');
    await page.waitForTimeout(500);
    const settled = await height();
    await page.waitForTimeout(1500);
    expect(await height()).toBe(settled);
    expect(Number(settled)).toBeLessThan(900);
    await server.stop();
  });
}

test('a map that is taken away before it is there leaves no worker', async ({ page }) => {
  const server = await open(page, SCRIPT);
  await page.waitForFunction(() => customElements.get('tailcraft-figure') !== undefined);
  await page.evaluate(async () => {
    for (let i = 0; i < 3; i += 1) {
      const figure = document.createElement('tailcraft-figure');
      figure.setAttribute('view', 'phases');
      document.body.append(figure);
      (figure as HTMLElement & { play(): void }).play();
      // A moment or none: its view is still on its way.
      if (i > 0) await new Promise((done) => setTimeout(done, i));
      figure.remove();
    }
  });
  await page.waitForTimeout(1000);
  expect(page.workers()).toHaveLength(0);
  await server.stop();
});

test('the share dialog, closed before its map is there, leaves no worker', async ({
  explorer,
  page,
}) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  const before = page.workers().length;
  for (let i = 0; i < 3; i += 1) {
    await explorer.button('Share').click();
    await page.getByRole('combobox', { name: 'Figure' }).selectOption('phases');
    await page.keyboard.press('Escape');
  }
  await expect.poll(() => page.workers().length).toBeLessThanOrEqual(before);
});
