import type { Locator, Page } from '@playwright/test';
import { STORY } from '../../../web/src/config/link/story';
import { findings, overflow, WIDTHS } from '../axe';
import { expect, test } from '../explorer';

const title = (page: Page): Locator => page.locator('.chapter-title');
const answer = (page: Page): Locator => page.locator('.answer');

/** A chapter by its own link, once its question has been looked at. */
async function openChapter(page: Page, chapter: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`./#view=learn&chapter=${chapter}`);
  await expect(title(page)).toContainText(`${chapter}. `);
}

async function setNumber(page: Page, name: string, value: string): Promise<void> {
  const input = page.locator('.learn-question').getByRole('textbox', { name });
  await input.fill(value);
  await input.press('Enter');
}

test.describe('the story', () => {
  test('is walked to its end, forward and back, each chapter with its link', async ({
    explorer,
    page,
  }) => {
    await page.goto('./');
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await expect(title(page)).toHaveText('1. A random matrix has a round bulk');
    // The styles come with the part.
    await expect(page.locator('.learn')).toHaveCSS('display', 'grid');
    await expect(page.getByRole('button', { name: 'Previous' })).toBeDisabled();
    for (let chapter = 2; chapter <= STORY.length; chapter += 1) {
      if (chapter % 2 === 0) await page.getByRole('button', { name: 'Next', exact: true }).click();
      else await page.keyboard.press('n');
      await expect(title(page)).toContainText(`${chapter}. `);
      await expect(title(page)).toBeFocused();
      expect(explorer.hash).toContain(`view=learn&chapter=${chapter}`);
      await expect(explorer.spectrum).toHaveAttribute(
        'aria-label',
        /Spectrum of W|Eigenvalue against rank/,
      );
    }
    await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeDisabled();
    await page.goBack();
    await expect(title(page)).toContainText(`${STORY.length - 1}. `);
    await page.goForward();
    await expect(title(page)).toContainText(`${STORY.length}. `);
    await page.keyboard.press('p');
    await expect(title(page)).toContainText(`${STORY.length - 1}. `);
    await page.getByRole('combobox', { name: 'Chapter' }).selectOption('3');
    await expect(title(page)).toContainText('3. One large Adam step');
  });

  test('judges an answer by the live state, with theory beside it', async ({ explorer, page }) => {
    await openChapter(page, 3);
    await expect(answer(page)).toContainText('Take a larger rate');
    await setNumber(page, 'Learning rate', '1');
    await expect(answer(page)).toContainText('How small can the rate be?');
    await setNumber(page, 'Learning rate', '0.13');
    await expect(answer(page)).toHaveClass(/is-right/);
    await expect(answer(page)).toContainText(/spike leaves the bulk: 0.130. Theory, .* says 0.1/);
    expect(explorer.hash).toBe('#lr=0.13&view=learn&chapter=3&v=1');
    // The link of an answer opens with the answer.
    await page.reload();
    await expect(answer(page)).toHaveClass(/is-right/);
    await page.getByRole('button', { name: 'Start this chapter again' }).click();
    await expect(answer(page)).toContainText('Take a larger rate');
    expect(explorer.hash).toBe('#view=learn&chapter=3&v=1');
  });

  test('asks for a step of the time-line and for a setting of the second run', async ({ page }) => {
    await openChapter(page, 7);
    await page.getByRole('button', { name: /To the end/ }).click();
    await expect(answer(page)).toContainText('Step 10: heavy-tailed');
    await page.getByRole('slider', { name: 'Step' }).fill('5');
    await expect(answer(page)).toHaveClass(/is-right/);
    await openChapter(page, 10);
    await expect(answer(page)).toContainText('Rates tried: 0.30', { timeout: 30_000 });
    await setNumber(page, 'Learning rate', '1');
    await expect(answer(page)).toContainText('0.30, 1.0', { timeout: 30_000 });
    await setNumber(page, 'Learning rate', '10');
    await expect(answer(page)).toHaveClass(/is-right/, { timeout: 30_000 });
  });

  test('goes on in Explore with what the chapter shows', async ({ explorer, page }) => {
    await openChapter(page, 4);
    await page.getByRole('button', { name: 'Open in Explore' }).click();
    await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
    expect(explorer.hash).toContain('optimizer=gd&lr=1&steps=1');
    await page.goBack();
    await expect(title(page)).toContainText('4. ');
  });

  test('takes a hostile link for what it is', async ({ page }) => {
    await page.goto('./#view=learn&chapter=%3Cimg%20src%3Dx%3E&lr=abc');
    await expect(title(page)).toContainText('1. ');
    await expect(page.locator('.notice').first()).toContainText('“chapter=<img src=x>”');
  });
});

for (const [device, viewport] of Object.entries(WIDTHS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`the story, ${device}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, bypassCSP: true });

      test('axe finds nothing serious, and nothing is wider than the page', async ({ page }) => {
        for (const chapter of [2, 12]) {
          await openChapter(page, chapter);
          await expect(answer(page)).toHaveText(/\d/, { timeout: 30_000 });
          await expect(page.locator('.chapter-body .katex').first()).toBeVisible();
          expect(await findings(page)).toEqual([]);
          expect(await overflow(page)).toBeLessThanOrEqual(0);
        }
      });
    });
  }
}
