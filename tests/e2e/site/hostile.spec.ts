// Whatever a link, a message, an attribute or a page around a figure says: the page answers, stays
// silent on its console, and leaves no worker behind. Everything made up comes from fixed seeds.

import type { Page } from '@playwright/test';
import { uniform } from '../../../web/src/tensors/random';
import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

/** Milliseconds: five seconds on a quiet machine; a page that hangs hangs for good. */
const ANSWER_MS = 15_000;
/** At most so many notices for one link; the last one may say how many more there are. */
const MOST_NOTICES = 5;

/** The page takes a frame and a task, as it does for somebody who clicks. */
async function expectAnswer(page: Page, what: string): Promise<void> {
  const answer = page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        requestAnimationFrame(() => setTimeout(() => resolve(true)));
      }),
  );
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ANSWER_MS));
  expect(await Promise.race([answer, late]), `${what} answers`).toBe(true);
}

const SMALL_MAP =
  'map.optimizers=adam&map.rate.adam=0.01..1x3&map.n=60&map.d=20&map.h=30&map.steps=2';

const LINKS: Record<string, string> = {
  'a logarithmic scale from 0': `view=phases&${SMALL_MAP}&map.color=ks&map.limits=0..1`,
  'a scale below the last digit': `view=phases&${SMALL_MAP}&map.color=hill&map.limits=1e20..1.0000000000000002e20`,
  'a scale of one last digit': `view=phases&${SMALL_MAP}&map.color=hill&map.limits=1..1.0000000000000002`,
  'a scale from a tiny number': `view=phases&${SMALL_MAP}&map.color=hill&map.limits=-1.2345678901234567e-6..1`,
  'a scale of all doubles': `view=phases&${SMALL_MAP}&map.color=hill&map.limits=-1e308..1e308`,
  'a map of 20,000 runs': 'view=phases&map.rate.gd=1..1e5x200&map.rate.adam=0.001..1e3x200&map.y-axis=noise&map.range=0..1x50',
  'a map that no memory holds': 'view=phases&map.n=20000&map.d=12000&map.h=12000',
  'a map of words that are none': 'view=phases&map.scale=cubic&map.every-step=maybe&map.choices=x,y&map.rows=z&map.optimizers=q',
  'rates from the least to the largest': 'view=phases&map.rate.adam=5e-324..1e308x200&map.n=60&map.d=20&map.h=30',
  'a run that no memory holds': 'n=20000&d=12000&h=12000&steps=100000',
  'two endless runs': 'n=4000&d=1000&h=1500&steps=100000&vs=on&vs.lr=2',
  'the least rate and the last step': 'lr=5e-324&at=1e99&steps=3&n=60&d=20&h=30',
  'a diverged run': 'lr=1e8&optimizer=gd&activation=relu&n=60&d=20&h=30&steps=60&plot=rank',
  'a matrix of one entry': 'n=1&d=1&h=1&test=1&steps=1',
  'half a letter': 'curves=%ED%A0%80,\ud800&hide=%F0%9F',
  'escapes cut short': '%&%z=1&lr=%2&=&==&&&#%23#',
  'names of every object': '__proto__=1&constructor=2&toString=3&hasOwnProperty=4&map.constructor=5',
  'the direction overridden': 'colour%E2%80%AE=red&\u202eder=1&map.\u2066x=1',
  '1,990 words': Array.from({ length: 1990 }, (_, k) => (k % 36).toString(36)).join('&'),
  'markup': 'lr=<img src=x onerror=alert(1)>&<script>alert(1)</script>=1&view=learn&chapter=<b>',
}; // prettier-ignore

test('twenty links, of which each is answered', async ({ page }) => {
  expect(Object.keys(LINKS)).toHaveLength(20);
  for (const [what, link] of Object.entries(LINKS)) {
    await page.goto('about:blank');
    await page.goto(`./#${link}`);
    await expect(page.getByRole('navigation').first(), what).toBeVisible();
    await expectAnswer(page, what);
    const notices = page.locator('.notice');
    expect(await notices.count(), what).toBeLessThanOrEqual(MOST_NOTICES);
    expect((await notices.allTextContents()).join(), what).not.toMatch(
      /[\u202a-\u202e\u2066-\u2069]/,
    );
    expect(await page.locator('.notices img, .notices script').count(), what).toBe(0);
    await expectAnswer(page, what);
  }
});

test('the same links in a frame', async ({ page }) => {
  const server = await StaticServer.start({ mounts: { '/figures/': SITE } });
  for (const [what, link] of Object.entries(LINKS)) {
    const view = link.includes('view=phases') ? 'phases' : 'spectrum';
    await page.goto('about:blank');
    await page.goto(`${server.origin()}/figures/embed.html?view=${view}#${link}`);
    await expect(page.locator('.embed'), what).toBeVisible();
    await expectAnswer(page, what);
  }
  await server.stop();
});

test('a frame whose address spells its words otherwise stays one page', async ({
  page,
  context,
}) => {
  let opened = 0;
  context.on('page', () => (opened += 1));
  await page.goto('./embed.html#%76iew=phases&n=60&d=20&h=30');
  await expect(page.locator('.embed')).toBeVisible();
  await expectAnswer(page, 'the frame');
  await expect(page.locator('.position')).toHaveText(/step \d/);
  expect(opened).toBe(0);
  expect(page.frames()).toHaveLength(1);
});

/** Anything that a message or an attribute may hold. */
function* madeUp(seed: number): Generator<unknown, never> {
  const draw = uniform(seed);
  const of = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const words = ['', 'n', 'learningRate', '__proto__', '\u202e', '\ud800', '<img src=x>', 'view=phases&map.limits=0..1', 'x'.repeat(5000)]; // prettier-ignore
  const value = (depth: number): unknown =>
    of([
      () => of([0, -0, 1, -1, 1e308, 5e-324, 2 ** 53, NaN, Infinity]),
      () => of(words),
      () => of([null, undefined, true, false]),
      () => (depth > 2 ? [] : Array.from({ length: 3 }, () => value(depth + 1))),
      () => (depth > 2 ? {} : Object.fromEntries([1, 2, 3].map(() => [of(words), value(depth + 1)]))),
    ])(); // prettier-ignore
  const types = ['configure', 'open', 'play', 'pause', 'step', 'seek', 'state', 'toString', ''];
  for (;;) {
    yield of([
      () => value(0),
      () => ({ tailcraft: 1, type: of(types), config: value(1), link: value(1), step: value(1), by: value(1), id: value(1) }), // prettier-ignore
      () => ({ tailcraft: 1, type: 'configure', config: { [of(words)]: value(3), n: 60 } }),
      () => ({ tailcraft: of([0, 2, '1', null]), type: of(types) }),
    ])();
  }
}

/** The first `count` of them. */
function take(count: number, seed: number): unknown[] {
  const source = madeUp(seed);
  return Array.from({ length: count }, () => source.next().value);
}

test('300 made-up messages leave a figure that answers', async ({ page }) => {
  const server = await StaticServer.start({
    mounts: { '/figures/': SITE },
    pages: { '/host.html': { body: '' } },
  });
  Object.assign(server.options.pages?.['/host.html'] ?? {}, {
    body: `<!doctype html><title>host</title><link rel="icon" href="data:,">
      <iframe width="700" height="700" src="${server.origin('localhost')}/figures/embed.html?controls=step#n=60&d=20&h=30&steps=3&at=3"></iframe>`,
  });
  await page.goto(`${server.origin()}/host.html`);
  const frame = page.locator('iframe').contentFrame();
  await expect(frame.locator('.position')).toHaveText('step 3 of 3');
  await page.evaluate(
    (messages) => {
      const target = document.querySelector('iframe')!.contentWindow!;
      for (const message of messages) target.postMessage(message, '*');
    },
    take(300, 1),
  );
  const state = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const target = document.querySelector('iframe')!.contentWindow!;
        addEventListener('message', ({ data }: MessageEvent<{ id: unknown; state: unknown }>) => {
          if (data.id === 'the last one') resolve(data.state);
        });
        target.postMessage(
          { tailcraft: 1, type: 'open', link: 'n=60&d=20&h=30&steps=2&at=2' },
          '*',
        );
        target.postMessage({ tailcraft: 1, type: 'state', id: 'the last one' }, '*');
      }),
  );
  expect(state).toBeTruthy();
  await expect(frame.locator('.position')).toHaveText('step 2 of 2');
  await server.stop();
});

const COURSE = `<!doctype html><title>course</title><link rel="icon" href="data:,">
  <script src="/figures/tailcraft-figure.js"></script>`;

async function openCourse(page: Page): Promise<StaticServer> {
  const server = await StaticServer.start({
    mounts: { '/figures/': SITE },
    pages: { '/course.html': { body: COURSE } },
  });
  await page.goto(`${server.origin()}/course.html`);
  return server;
}

test('batches of attributes end at what the last one says', async ({ page }) => {
  const server = await openCourse(page);
  const texts = take(400, 2).map((x) => {
    if (typeof x === 'string' || typeof x === 'number') return `${x}`;
    return x === null || x === undefined ? null : JSON.stringify(x).slice(0, 100);
  });
  await page.evaluate(async (values) => {
    const figure = document.createElement('tailcraft-figure');
    const names = ['view', 'controls', 'theme', 'link', 'home', 'n', 'learning-rate', 'curves', 'at', 'hide', 'vs', 'vs-optimizer', 'plot']; // prettier-ignore
    document.body.append(figure);
    for (let k = 0; k < values.length; k += 1) {
      const name = names[k % names.length]!;
      const value = values[k] ?? null;
      if (value === null) figure.removeAttribute(name);
      else figure.setAttribute(name, value);
      // Batches of different lengths, with and without a pause after them.
      if (k % 7 === 0) await Promise.resolve();
      if (k % 23 === 0) await new Promise(requestAnimationFrame);
    }
    for (const { name } of [...figure.attributes]) figure.removeAttribute(name);
    for (const [name, value] of Object.entries({
      n: '60',
      d: '20',
      h: '30',
      steps: '3',
      at: '3',
    })) {
      figure.setAttribute(name, value);
    }
    figure.setAttribute('controls', 'learning-rate,step');
    figure.setAttribute('learning-rate', '0.25');
    figure.setAttribute('view', 'curves');
  }, texts);
  const figure = page.locator('tailcraft-figure');
  await expect(figure.locator('.embed-curves')).toBeVisible();
  await expect(figure.locator('.position')).toHaveText('step 3 of 3');
  await expect(figure.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('0.25');
  await server.stop();
});

test('figures of all four views that come and go leave no worker', async ({ page }) => {
  const server = await openCourse(page);
  await page.evaluate(async (map) => {
    const views = ['spectrum', 'curves', 'anatomy', 'phases'];
    // Removed at once, before the view has been loaded, while it computes.
    for (const pause of [0, 5, 60, 400]) {
      const made = views.map((view) => {
        const figure = document.createElement('tailcraft-figure');
        figure.setAttribute('view', view);
        figure.setAttribute('link', view === 'phases' ? map : 'n=60&d=20&h=30&steps=30');
        document.body.append(figure);
        (figure as HTMLElement & { play(): void }).play();
        return figure;
      });
      await new Promise((resolve) => setTimeout(resolve, pause));
      for (const figure of made) figure.remove();
    }
  }, SMALL_MAP);
  await expect.poll(() => page.workers().length).toBe(0);
  await expectAnswer(page, 'the page around them');
  await server.stop();
});

test('a share dialog that shows a map three times leaves no worker', async ({ explorer, page }) => {
  await explorer.open('n=60&d=20&h=30&steps=3&at=3');
  const workers = page.workers().length;
  for (let round = 0; round < 3; round += 1) {
    await explorer.button('Share').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Figure' }).selectOption('phases');
    // Once before the map is there, then after.
    if (round > 0) await expect(dialog.locator('.share-preview canvas').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  await expect.poll(() => page.workers().length).toBe(workers);
});
