// Nothing moves, nothing is cut off and nothing is wider than the page, in fonts of any metrics, from a
// small phone to a wide screen and at 200 % zoom.

import type { Frame, Page } from '@playwright/test';
import { overflow } from '../axe';
import { FONT_NAMES, setFont } from '../fonts';
import { expect, test } from '../explorer';

/** A page of 1280 x 800 at 200 % is laid out as one of 640 x 400. */
const SIZES = [
  [320, 640],
  [390, 844],
  [640, 400],
  [1024, 768],
  [1280, 800],
  [1440, 900],
] as const;

/** Boxes that have to stay where they are while what stands in them changes. */
const FIXED = [
  '.plot-canvas',
  '.legend',
  '.transport',
  '.track',
  '.readouts tr[data-metric]',
  '.column-left',
  '.anatomy',
  '.theory-part',
  '.numbers',
  '.learn-question',
  '.answer',
  '.verdict',
  '.theory-part .room',
  '.learn-tools',
  '.embed-foot',
].join();

/** Walks through the recorded steps of the run; @returns what moved, by how much and at which step */
async function movesOf(page: Page | Frame): Promise<string[]> {
  return page.evaluate(async (fixed) => {
    const frames = async (): Promise<void> => {
      for (let i = 0; i < 2; i += 1) await new Promise((done) => requestAnimationFrame(done));
    };
    const press = async (key: string): Promise<void> => {
      const target = document.querySelector('.embed') ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await frames();
    };
    const places = (): Map<string, DOMRect> => {
      const seen = new Map<string, DOMRect>();
      document.querySelectorAll(fixed).forEach((element, i) => {
        const name = element.getAttribute('aria-label') ?? element.getAttribute('data-metric');
        const { x, y, width, height } = element.getBoundingClientRect();
        const box = new DOMRect(x, y + scrollY, width, height);
        seen.set(`${i} ${element.className} ${name ?? ''}`, box);
      });
      return seen;
    };
    /** Until what is computed for a step stands there. */
    const settled = async (): Promise<void> => {
      for (let i = 0; i < 200 && document.body.innerText.includes('Computing …'); i += 1)
        await frames();
      await frames();
    };
    await frames();
    await press('r');
    await settled();
    const before = places();
    const moved: string[] = [];
    const last = Number(document.querySelector<HTMLInputElement>('.scrubber')?.max);
    for (let step = 1; step <= last; step += 1) {
      await press('ArrowRight');
      await settled();
      const found = [...places()].flatMap(([name, now]) => {
        const was = before.get(name) ?? now;
        const [dy, dh] = [now.y - was.y, now.height - was.height];
        const text = `step ${step}: ${name} by ${dy.toFixed(1)}, taller by ${dh.toFixed(1)}`;
        return Math.max(Math.abs(dy), Math.abs(dh)) > 0.5 ? [{ text, dh, height: now.height }] : [];
      });
      // What grew has moved the rest: the smallest of them is the one to look at.
      found.sort((a, b) => (b.dh === 0 ? -1 : 0) - (a.dh === 0 ? -1 : 0) || a.height - b.height);
      if (found[0]) moved.push(found[0].text);
    }
    return moved;
  }, FIXED);
}

/** Words of which a part is cut off; what is hidden whole, as a name that has no room, is not. */
async function cutOff(page: Page | Frame): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      if (!node.textContent?.trim() || !node.parentElement?.checkVisibility()) continue;
      if (node.parentElement.closest('.visually-hidden, .katex, select, noscript')) continue;
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      for (let box: Element | null = node.parentElement; box; box = box.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(box);
        if (/auto|scroll/.test(overflowX) || textOverflow === 'ellipsis') break;
        if (overflowX === 'visible') continue;
        const { left, right, top, bottom } = box.getBoundingClientRect();
        const seen =
          text.left < right && text.right > left && text.top < bottom && text.bottom > top;
        const whole = text.left >= left - 1 && text.right <= right + 1;
        if (seen && !whole) found.add(`${box.className}: ${node.textContent.slice(0, 40)}`);
      }
    }
    return [...found];
  });
}

async function holds(page: Page): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const where = `${width} px wide`;
    expect.soft(await movesOf(page), `moves, ${where}`).toEqual([]);
    expect.soft(await cutOff(page), `cut off, ${where}`).toEqual([]);
    expect.soft(await overflow(page), `wider than the page, ${where}`).toBeLessThanOrEqual(0);
  }
}

for (const font of FONT_NAMES) {
  test.describe(font, () => {
    test.beforeEach(({ page }) => setFont(page, font));

    for (const [what, link] of Object.entries({
      'one run': 'at=0',
      'two runs': 'at=0&vs.optimizer=gd&vs.lr=700',
      'theory and anatomy': 'n=60&d=20&h=30&steps=3&at=0&theory=on&anatomy=on',
    })) {
      test(what, async ({ explorer, page }) => {
        await explorer.open(link);
        await explorer.toEnd();
        await holds(page);
      });
    }

    test('a chapter', async ({ explorer, page }) => {
      await page.goto('./#view=learn&chapter=7');
      await expect(page.locator('.answer')).toHaveText(/\w/);
      await explorer.toEnd();
      await holds(page);
    });

    test('a figure in a frame', async ({ page }) => {
      await page.goto('./embed.html?controls=learning-rate,step#at=0');
      await expect(page.locator('.status')).toHaveText(/spike from/);
      await holds(page);
    });
  });
}
