// Figures on somebody else's course page: as elements and as iframes, under a strict policy.

import type { Frame, Page } from '@playwright/test';
import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

const SMALL = 'n=60&d=20&h=30&steps=3';
const SMALL_ATTRIBUTES = 'n="60" d="20" h="30" steps="3"';

function course(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
    <link rel="icon" href="data:,"></head><body><h1>Course</h1>${body}</body></html>`;
}

/** Three figures, the last one far below what is on screen. */
function threeElements(script: string): string {
  return course(`<script src="${script}" async></script>
    <tailcraft-figure ${SMALL_ATTRIBUTES} optimizer="adam" learning-rate="1" view="spectrum"
      controls="learning-rate,step"></tailcraft-figure>
    <tailcraft-figure ${SMALL_ATTRIBUTES} view="curves" at="2" curves="hill"></tailcraft-figure>
    ${'<p>text</p>'.repeat(120)}
    <tailcraft-figure ${SMALL_ATTRIBUTES} view="anatomy" theme="dark"></tailcraft-figure>`);
}

async function serve(pages: Record<string, { body: string; csp?: string }>): Promise<StaticServer> {
  return StaticServer.start({ pages, mounts: { '/figures/': SITE } });
}

/** The server has to exist before a page can name its port. */
function addPage(server: StaticServer, path: string, body: string, csp: string): void {
  Object.assign(server.options.pages ?? {}, { [path]: { body, csp } });
}

async function expectThreeFigures(page: Page): Promise<void> {
  const figures = page.locator('tailcraft-figure');
  await expect(figures.nth(0).locator('.position')).toHaveText('step 3 of 3');
  await expect(figures.nth(0).locator('.meaning')).toHaveText(/\w/);
  await expect(figures.nth(1).locator('.position')).toHaveText('step 2 of 3');
  await expect(figures.nth(1).getByRole('img')).toHaveAttribute('aria-label', /.{40}/);
  // Not started before it is near.
  await expect(figures.nth(2).locator('.embed')).toHaveCount(0);
  await figures.nth(2).scrollIntoViewIfNeeded();
  await expect(figures.nth(2).locator('.anatomy-status')).toHaveText('After step 3.');
  // A few workers for all figures.
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(page.workers().length).toBeLessThanOrEqual(Math.max(1, cores - 1));
}

/** A map of three columns. */
const SMALL_MAP =
  'map.optimizers=adam&amp;map.rate.adam=0.01..1x3&amp;map.steps=2&amp;map.n=60&amp;map.d=20&amp;map.h=30';

test('three elements from the page’s own host, under a strict policy', async ({ page }) => {
  const server = await serve({});
  addPage(
    server,
    '/course.html',
    threeElements('/figures/tailcraft-figure.js'),
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:",
  );
  await page.goto(`${server.origin()}/course.html`);
  await expectThreeFigures(page);
  // One script and nothing else.
  expect(server.asked).toEqual([
    '/course.html',
    ...server.asked.slice(1).map(() => '/figures/tailcraft-figure.js'),
  ]);
  await server.stop();
});

test('three elements from another host, under a strict policy', async ({ page }) => {
  const server = await serve({});
  const elsewhere = server.origin('localhost');
  addPage(
    server,
    '/course.html',
    threeElements(`${elsewhere}/figures/tailcraft-figure.js`),
    `default-src 'none'; script-src ${elsewhere} 'wasm-unsafe-eval'; worker-src blob:; img-src data:`,
  );
  await page.goto(`${server.origin()}/course.html`);
  await expectThreeFigures(page);
  const link = page.locator('tailcraft-figure').first().getByRole('link');
  await expect(link).toHaveAttribute('href', new RegExp(`^${elsewhere}/figures/#lr=1&`));
  await server.stop();
});

test('an element answers to scripts, attributes and style sheets, and leaves nothing behind', async ({
  page,
}) => {
  const server = await serve({
    '/course.html': {
      body: course(`<style>tailcraft-figure { --tailcraft-accent: rgb(200, 0, 90); }</style>
        <script src="/figures/tailcraft-figure.js"></script>
        <tailcraft-figure ${SMALL_ATTRIBUTES} controls="learning-rate,step"></tailcraft-figure>
        <tailcraft-figure ${SMALL_ATTRIBUTES} view="curves"></tailcraft-figure>`),
    },
  });
  await page.goto(`${server.origin()}/course.html`);
  const figure = page.locator('tailcraft-figure').first();
  await expect(figure.locator('.position')).toHaveText('step 3 of 3');
  const play = figure.getByRole('button', { name: /^Play/ });
  expect(await play.evaluate((e) => getComputedStyle(e).backgroundColor)).toBe('rgb(200, 0, 90)');

  const warnings = await figure.evaluate((e) =>
    (e as HTMLElement & { configure(s: object): string[] }).configure({
      learningRate: 2,
      colour: '<img src=x>',
    }),
  );
  expect(warnings).toEqual(['There is no setting “colour”.']);
  await expect(figure.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('2');
  await figure.evaluate((e) => e.setAttribute('learning-rate', '0.25'));
  await expect(figure.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('0.25');
  // Two at once, of which one makes another figure of it; then what no address can hold.
  await figure.evaluate((e) => {
    e.setAttribute('learning-rate', '0.5');
    e.setAttribute('view', 'curves');
    e.setAttribute('curves', '\ud800');
  });
  await expect(figure.locator('.embed-curves')).toBeVisible();
  await expect(figure.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('0.5');
  await expect(figure.locator('.notices')).toContainText('curves=');
  await figure.evaluate((e) => e.setAttribute('view', 'spectrum'));
  await figure.evaluate((e) => e.setAttribute('controls', ''));
  await expect(figure.getByRole('textbox')).toHaveCount(0);

  // A tip opens beside its button and closes with a click elsewhere.
  await figure
    .getByRole('button', { name: /^About/ })
    .first()
    .click();
  await expect(figure.getByRole('note')).toBeVisible();
  await page.locator('h1').click();
  await expect(figure.getByRole('note')).toHaveCount(0);

  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelectorAll('tailcraft-figure')[1]?.remove());
  await page.evaluate(() => document.querySelector('tailcraft-figure')?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
  // Made and thrown away many times: still nothing.
  await page.evaluate(async () => {
    for (let i = 0; i < 20; i += 1) {
      const made = document.createElement('tailcraft-figure');
      for (const [name, value] of [
        ['n', '60'],
        ['d', '20'],
        ['h', '30'],
      ] as const)
        made.setAttribute(name, value);
      document.body.append(made);
      (made as HTMLElement & { play(): void }).play();
      await new Promise((resolve) => setTimeout(resolve, 20));
      made.remove();
    }
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await server.stop();
});

test('three iframes under a policy that allows frames alone', async ({ page }) => {
  const server = await serve({});
  const elsewhere = server.origin('localhost');
  const frame = (query: string): string =>
    `<iframe title="figure" width="700" height="620"
       src="${elsewhere}/figures/embed.html?${query}#${SMALL}&v=1"></iframe>`;
  addPage(
    server,
    '/course.html',
    course(
      frame('view=spectrum&amp;controls=learning-rate,step') +
        frame('view=curves') +
        frame('view=anatomy'),
    ),
    `default-src 'none'; frame-src ${elsewhere}; img-src data:`,
  );
  await page.goto(`${server.origin()}/course.html`);
  const frames = page.locator('iframe');
  await expect(frames.nth(0).contentFrame().locator('.position')).toHaveText('step 3 of 3');
  await expect(
    frames
      .nth(0)
      .contentFrame()
      .getByRole('textbox', { name: /^Learning rate/ }),
  ).toHaveValue('0.5');
  await expect(frames.nth(0).contentFrame().getByRole('radio')).toHaveCount(0);
  await expect(frames.nth(1).contentFrame().locator('.position')).toHaveText('step 3 of 3');
  // A browser does not draw frames that are out of view.
  await frames.nth(2).scrollIntoViewIfNeeded();
  await expect(frames.nth(2).contentFrame().locator('.anatomy-status')).toHaveText('After step 3.');
  await expect(frames.nth(1).contentFrame().getByRole('link')).toHaveAttribute(
    'href',
    new RegExp(`^${elsewhere}/figures/#steps=3&`),
  );
  await server.stop();
});

interface Heard {
  tailcraft: number;
  type: string;
  id?: number | string | null;
  height?: number;
  message?: string;
  warnings?: string[];
  state?: { step: number; status: string; values: Record<string, number>; link: string };
}

/** Opens a course page around one frame and keeps what the frame says in `window.heard`. */
async function openHost(page: Page, server: StaticServer, query = ''): Promise<Frame> {
  const src = `${server.origin('localhost')}/figures/embed.html?controls=step${query}#${SMALL}&at=3&v=1`;
  addPage(server, '/host.html', course(''), '');
  await page.goto(`${server.origin()}/host.html`);
  await page.evaluate((address) => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('message', (event) => heard.push(event.data));
    const frame = document.createElement('iframe');
    frame.width = '700';
    frame.src = address;
    document.body.append(frame);
  }, src);
  await expect(page.locator('iframe').contentFrame().locator('.position')).toHaveText(/of 3$/);
  const frame = page.frames()[1];
  if (!frame) throw new Error('no frame');
  return frame;
}

const heard = (page: Page): Promise<Heard[]> =>
  page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);

const say = (page: Page, message: unknown): Promise<void> =>
  page.evaluate((data) => {
    document.querySelector('iframe')?.contentWindow?.postMessage(data, '*');
  }, message);

/** The last state that the frame told; other messages may have come since. */
const stateOf = async (page: Page): Promise<Heard['state']> =>
  (await heard(page)).findLast((m) => m.state)?.state;

test('a frame is driven by messages and says what it does', async ({ page }) => {
  const server = await serve({});
  await openHost(page, server);
  await expect.poll(async () => (await heard(page)).map((m) => m.type)).toContain('ready');
  const height = (await heard(page)).findLast((m) => m.type === 'height')?.height ?? 0;
  expect(height).toBeGreaterThan(300);
  // Nothing about the run before anybody asked.
  expect((await heard(page)).filter((m) => m.type === 'state')).toEqual([]);

  await say(page, {
    tailcraft: 1,
    type: 'configure',
    id: 7,
    config: { learningRate: 1e99, optimizer: 'gd', steps: 2 },
  });
  await expect
    .poll(async () => (await heard(page)).find((m) => m.id === 7)?.warnings)
    .toEqual(['Learning rate: “1e+99” is above the limit 100000000, so 100000000 is used.']);
  await say(page, { tailcraft: 1, type: 'configure', config: { learningRate: 100 } });
  await say(page, { tailcraft: 1, type: 'seek', step: 1 });
  await expect.poll(async () => await stateOf(page)).toMatchObject({ step: 1, status: 'complete' });
  await say(page, { tailcraft: 1, type: 'step', id: 'on' });
  await expect.poll(async () => (await stateOf(page))?.step).toBe(2);
  const state = await stateOf(page);
  expect(state?.values['lambdaMax']).toBeGreaterThan(0);
  expect(state?.link).toContain('optimizer=gd&lr=100&steps=2');
  await say(page, { tailcraft: 1, type: 'open', link: `${SMALL}&optimizer=sign&at=0&v=1` });
  await expect.poll(async () => (await stateOf(page))?.link).toContain('optimizer=sign');
  await say(page, { tailcraft: 1, type: 'play' });
  await expect.poll(async () => (await heard(page)).some((m) => m.state?.step === 3)).toBe(true);
  await server.stop();
});

test('a frame stays the figure it is, whatever its address says', async ({ page, context }) => {
  const opened: string[] = [];
  context.on('page', (other) => opened.push(other.url()));
  await page.goto(`./embed.html?view=spectrum&noise=0.7#${SMALL}&%76iew=phases`);
  await expect(page.locator('.position')).toHaveText('step 3 of 3');
  await expect(page.getByRole('link', { name: 'Open in Tailcraft' })).toHaveAttribute(
    'href',
    /noise=0\.7/,
  );
  expect(opened).toEqual([]);
});

test('hostile messages change nothing and are never shown as markup', async ({ page }) => {
  const server = await serve({});
  const frame = await openHost(page, server);
  await expect(frame.locator('.position')).toHaveText('step 3 of 3');
  const link = (): Promise<string | null> => frame.getByRole('link').getAttribute('href');
  const before = await link();
  const hostile: unknown[] = [
    null,
    'play',
    42,
    [],
    { type: 'play' },
    { tailcraft: 1 },
    { tailcraft: 2, type: 'play' },
    { tailcraft: 1, type: '__proto__' },
    { tailcraft: 1, type: 'seek', step: -1 },
    { tailcraft: 1, type: 'seek', step: '1' },
    { tailcraft: 1, type: 'step', by: 1e9 },
    { tailcraft: 1, type: 'configure', config: { n: { valueOf: 'x' } } },
    { tailcraft: 1, type: 'configure', config: [['n', 5]] },
    { tailcraft: 1, type: 'configure', config: 'n=5' },
    { tailcraft: 1, type: 'open', link: 'n'.repeat(5000) },
    { tailcraft: 1, type: 'open', link: ['lr=1'] },
    {
      tailcraft: 1,
      type: 'configure',
      config: JSON.parse('{"__proto__":1,"constructor":2}') as unknown,
    },
  ];
  for (const message of hostile) await say(page, message);
  await say(page, { tailcraft: 1, type: 'state', id: 'last' });
  await expect.poll(async () => (await heard(page)).at(-1)?.id).toBe('last');
  expect(await link()).toBe(before);
  const errors = (await heard(page)).filter((m) => m.type === 'error');
  expect(errors.length).toBe(11);
  expect(errors.every((m) => (m.message ?? '').length > 20)).toBe(true);

  // A link with markup is text, wherever it is quoted.
  await say(page, { tailcraft: 1, type: 'open', id: 9, link: '#<img src=x onerror=alert(1)>=1' });
  await expect
    .poll(async () => (await heard(page)).find((m) => m.id === 9)?.warnings?.join())
    .toContain('<img src');
  await say(page, { tailcraft: 1, type: 'open', link: SMALL });
  await expect(frame.locator('img')).toHaveCount(0);
  await server.stop();
});

test('only the parent window is heard, and only from the origins that the address names', async ({
  page,
}) => {
  const server = await serve({});
  const named = await openHost(page, server, '&host=https://course.example');
  await say(page, { tailcraft: 1, type: 'configure', config: { steps: 1 } });
  // A second frame on the page tries it too.
  await page.evaluate(() => {
    const other = document.createElement('iframe');
    other.srcdoc = '<p>other</p>';
    document.body.append(other);
    return new Promise((resolve) => other.addEventListener('load', resolve));
  });
  const sibling = page.frames().find((f) => f !== named && f !== page.mainFrame());
  await sibling?.evaluate(() => {
    parent.frames[0]!.postMessage({ tailcraft: 1, type: 'configure', config: { steps: 1 } }, '*');
  });
  await page.waitForTimeout(300);
  await expect(named.locator('.position')).toHaveText('step 3 of 3');
  expect((await heard(page)).filter((m) => !['ready', 'height'].includes(m.type))).toEqual([]);

  const allowed = await openHost(page, server, `&host=${server.origin()}`);
  await say(page, { tailcraft: 1, type: 'configure', config: { steps: 1 } });
  await expect(allowed.locator('.position')).toHaveText('step 1 of 1');
  await server.stop();
});

test('a phase map stands alone too, and a cell leads to its run on the whole page', async ({
  page,
  context,
}) => {
  const server = await serve({
    '/course.html': {
      body: course(`<script src="/figures/tailcraft-figure.js"></script>
        <tailcraft-figure view="phases" link="${SMALL_MAP}"></tailcraft-figure>`),
    },
  });
  await page.goto(`${server.origin()}/course.html`);
  const figure = page.locator('tailcraft-figure');
  await expect(figure.getByRole('img', { name: /.{40}/ }).first()).toBeVisible();
  await expect(figure.locator('.map-left')).toHaveCount(0);
  await expect(figure.locator('.timeline')).toHaveCount(0);
  await expect(figure.locator('.notice')).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  const grid = figure.locator('.map-grid').first();
  await expect(grid).toBeVisible();
  const opened = context.waitForEvent('page');
  await grid.click();
  const whole = await opened;
  await expect(whole).toHaveURL(/\/figures\/#.*lr=/);
  await page.evaluate(() => document.querySelector('tailcraft-figure')?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
  await server.stop();
});

test('a map takes turns with the other figures on the same workers', async ({ page }) => {
  const server = await serve({
    '/course.html': {
      body: course(`<script src="/figures/tailcraft-figure.js"></script>
        <tailcraft-figure view="phases" link="map.optimizers=adam&amp;map.rate.adam=0.01..10x5"></tailcraft-figure>
        <tailcraft-figure ${SMALL_ATTRIBUTES}></tailcraft-figure>
        <tailcraft-figure view="phases" link="${SMALL_MAP}"></tailcraft-figure>`),
    },
  });
  await page.setViewportSize({ width: 1000, height: 2600 });
  let most = 0;
  page.on('worker', () => (most = Math.max(most, page.workers().length)));
  await page.goto(`${server.origin()}/course.html`);
  const figures = page.locator('tailcraft-figure');
  await expect(figures.nth(0).locator('.map-grid')).toBeVisible();
  await expect(figures.nth(1).locator('.position')).toHaveText('step 3 of 3');
  await expect(figures.nth(0).locator('.map-progress .note')).toHaveText(/^55 cells/);
  await expect(figures.nth(2).locator('.map-progress .note')).toHaveText(/^9 cells/);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(most).toBeLessThanOrEqual(Math.max(1, cores - 1));
  await page.evaluate(() =>
    document.querySelectorAll('tailcraft-figure').forEach((e) => e.remove()),
  );
  await expect.poll(() => page.workers().length).toBe(0);
  await server.stop();
});
