// The snippets that the documents tell teachers to paste, on a page of another origin than the
// figure's. They are read from the documents, so that what is written there is what works.

import { readFileSync } from 'node:fs';
import type { FrameLocator, Locator, Page } from '@playwright/test';
import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

const DOCS = ['teaching.md', 'embedding.md'];
const read = (name: string): string =>
  readFileSync(new URL(`../../../web/docs/${name}`, import.meta.url), 'utf8');

/** What stands for the figures' host in the documents. */
const HOST = /TAILCRAFT|\bHOST\b/g;

/** Code blocks of a document and those within them: their first line after the fence, their text. */
function blocks(text: string): { info: string; body: string }[] {
  return [...text.matchAll(/^(`{3,})([^`\n]+)\n([\s\S]*?)^\1$/gm)].flatMap(
    ([, , info = '', body = '']) => [{ info: info.trim(), body }, ...blocks(body)],
  );
}

interface Snippet {
  document: string;
  info: string;
  html: string;
}

const MARKUP = ['html', '{raw} html', '{=html}'];
const snippets: Snippet[] = DOCS.flatMap((document) =>
  blocks(read(document))
    .filter(({ info, body }) => MARKUP.includes(info) && !body.includes('data-src'))
    .map(({ info, body }) => ({ document, info, html: body.replace(/^%%html\n/, '') })),
);

/** Addresses of the site that the documents name, as the browser gets them. */
const addresses = [
  ...new Set(
    DOCS.flatMap((document) =>
      read(document).match(/(?:TAILCRAFT|\bHOST)\/[^\s"`)]*[#?][^\s"`)]*/g),
    )
      .filter((found) => found !== null)
      .map((found) => found.replace(HOST, '.').replaceAll('&amp;', '&')),
  ),
];

/** Serves `body` at 127.0.0.1 and the figures at the same machine's other name. */
async function openPage(page: Page, body: string, server: StaticServer): Promise<void> {
  const html = body.replace(HOST, `${server.origin('localhost')}/figures`);
  Object.assign(server.options.pages ?? {}, {
    '/page.html': {
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
        <link rel="icon" href="data:,"></head><body>${html}</body></html>`,
    },
  });
  await page.goto(`${server.origin()}/page.html`);
}

const serve = (): Promise<StaticServer> =>
  StaticServer.start({ pages: {}, mounts: { '/figures/': SITE } });

async function expectNumbers(figure: FrameLocator | Locator): Promise<void> {
  await expect(figure.locator('.badge').first()).toHaveText(/\w/);
  await expect(figure.locator('.position')).toHaveText(/^step [1-9]\d* of \d+$/);
  await expect(figure.locator('.notice')).toHaveCount(0);
}

test('the documents have snippets for iframes and elements, and addresses', () => {
  expect(snippets.filter(({ html }) => html.includes('<iframe')).length).toBeGreaterThan(3);
  expect(snippets.filter(({ html }) => html.includes('<tailcraft-figure')).length).toBe(3);
  expect(addresses.length).toBeGreaterThan(6);
});

test('each snippet shows numbers as it stands', async ({ page }) => {
  const server = await serve();
  for (const { document, info, html } of snippets) {
    await test.step(`${document}: ${info}`, async () => {
      await openPage(page, html, server);
      const frames = page.locator('iframe');
      const isFrame = (await frames.count()) > 0;
      await expectNumbers(isFrame ? frames.contentFrame() : page.locator('tailcraft-figure'));
    });
  }
  await server.stop();
});

test('what learning platforms leave of the iframe still works', async ({ page }) => {
  const server = await serve();
  const iframe = snippets.find(({ html }) => html.includes('<iframe'))?.html ?? '';
  // Canvas's list of what an iframe may have; `loading` is not on it.
  const kept = ['src', 'title', 'width', 'height', 'frameborder'];
  const left = iframe.replace(/\s([a-z-]+)="[^"]*"/g, (all, name: string) =>
    kept.includes(name) ? all : '',
  );
  expect(left).not.toContain('loading');
  await openPage(page, left, server);
  await expectNumbers(page.locator('iframe').contentFrame());
  await server.stop();
});

test('each address in the documents opens without a complaint', async ({ page }) => {
  const server = await serve();
  for (const address of addresses) {
    await test.step(address, async () => {
      await page.goto('about:blank');
      await page.goto(new URL(address, `${server.origin()}/figures/`).href);
      await expect(page.locator('[data-phase], .badge').first()).toBeAttached();
      await expect(page.locator('.notice')).toHaveCount(0);
    });
  }
  await server.stop();
});

test('with fit a figure takes the height that its frame has', async ({ page }) => {
  const server = await serve();
  // A frame of Jupyter Book in a narrow and in a wide column, and one on a slide.
  for (const [width, height] of [
    [690, 414],
    [1000, 600],
    [960, 540],
  ] as const) {
    const src = 'TAILCRAFT/embed.html?fit#steps=3';
    await openPage(page, `<iframe src="${src}" width="${width}" height="${height}">`, server);
    const frame = page.locator('iframe').contentFrame();
    await expectNumbers(frame);
    const overflow = (): Promise<number> =>
      frame.locator('html').evaluate((root) => root.scrollHeight - innerHeight);
    await expect.poll(overflow).toBe(0);
    const plot = await frame.locator('.plot-canvas').boundingBox();
    expect(plot?.height).toBeGreaterThanOrEqual(160);
    const panel = await frame.locator('.embed').boundingBox();
    expect(height - (panel?.height ?? 0)).toBeLessThan(8);
  }
  await server.stop();
});

test('a frame with the sandbox that the documents name works', async ({ page }) => {
  const server = await serve();
  const src = 'TAILCRAFT/embed.html#lr=2';
  await openPage(
    page,
    `<iframe sandbox="allow-scripts allow-same-origin" src="${src}"></iframe>`,
    server,
  );
  await expectNumbers(page.locator('iframe').contentFrame());
  await server.stop();
});
