// What the specs share: a page that must stay silent on its console, and the words a person uses
// for what is on it.

import { expect, test as base, type Locator, type Page } from '@playwright/test';

export class Explorer {
  constructor(readonly page: Page) {}

  /** Opens the page with a link's settings and waits until numbers stand in it. */
  async open(settings = ''): Promise<void> {
    await this.goto(settings);
    await expect(this.metric('lambdaMax')).toHaveText(/\d/);
  }

  /** Opens a run that is so long that the page asks before it computes it. */
  async openLong(settings: string): Promise<void> {
    await this.goto(settings);
    await this.button('Start').click();
    await expect(this.metric('lambdaMax')).toHaveText(/\d/);
    await expect(this.page.locator('.status')).toHaveText(/computing step/);
  }

  private async goto(settings: string): Promise<void> {
    // A new document each time, even when only the fragment differs.
    await this.page.goto('about:blank');
    await this.page.goto(settings === '' ? './' : `./#${settings}&v=1`);
  }

  /** Cell with the value of a quantity; the second one is run B's. */
  metric(key: string, run: 0 | 1 = 0): Locator {
    return this.page.locator(`[data-metric="${key}"] td.value`).nth(run);
  }

  /** A number as the page shows it. */
  async value(key: string, run: 0 | 1 = 0): Promise<number> {
    const text = (await this.metric(key, run).textContent()) ?? '';
    return Number(text.replace(/ ±.*$/, '').replaceAll(',', '').replace('−', '-'));
  }

  get position(): Locator {
    return this.page.getByRole('region', { name: 'Time-line' }).locator('output');
  }

  get spectrum(): Locator {
    return this.page.locator('.spectrum canvas').first();
  }

  get badge(): Locator {
    return this.page.locator('.badge').first();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Text alternative of a figure, by its title. */
  figure(title: string | RegExp): Locator {
    return this.page.locator('figure', { has: this.page.getByRole('heading', { name: title }) });
  }

  /** Waits until the whole run has been recorded and is on display at its end. */
  async toEnd(): Promise<void> {
    await this.button(/To the end/).click();
    await expect(this.position).toHaveText(/step (\d+) of \1$/);
  }

  get hash(): string {
    return new URL(this.page.url()).hash;
  }

  /** Whether anything has been drawn on a canvas. */
  async isDrawn(canvas: Locator): Promise<boolean> {
    return canvas.evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy?.drawImage(canvas, 0, 0);
      const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data;
      return data?.some((byte) => byte !== 0) ?? false;
    });
  }
}

export const test = base.extend<{ explorer: Explorer; silence: undefined }>({
  explorer: async ({ page }, use) => {
    await use(new Explorer(page));
  },
  silence: [
    async ({ page }, use) => {
      const messages: string[] = [];
      page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
      await use(undefined);
      expect(messages, 'console messages').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
