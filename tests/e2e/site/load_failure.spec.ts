// Files that are gone when the page asks for them, as after a newer version was put online. The
// browser itself reports them on the console, so this spec does without the check for silence.

import { expect, test } from '@playwright/test';
import { Explorer } from '../explorer';

test.use({ serviceWorkers: 'block' });

for (const { title, file, heading } of [
  { title: 'Anatomy of the update', file: 'anatomy', heading: 'Overlaps of W with its update' },
  { title: 'Theory and statistics', file: 'theory', heading: 'The first step, predicted' },
]) {
  test(`${title}: says that it could not be loaded, and tries again`, async ({ page }) => {
    const gone = new RegExp(`/${file}[^/]*\\.js$`);
    await page.route(gone, (route) => route.abort());
    await new Explorer(page).open('lr=0.3&steps=1');
    await page.getByRole('heading', { name: title }).click();
    const alert = page.getByRole('region', { name: title }).getByRole('alert');
    await expect(alert).toContainText(`“${title}” could not be loaded`);
    await expect(alert.getByRole('button', { name: 'Reload the page' })).toBeVisible();
    await page.unroute(gone);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect(alert).toHaveCount(0);
  });
}

test('a tab says that it could not be loaded, and the others stay usable', async ({ page }) => {
  const gone = /\/learn[^/]*\.js$/;
  await page.route(gone, (route) => route.abort());
  const explorer = new Explorer(page);
  await explorer.open('steps=1');
  const learn = page.getByRole('button', { name: 'Learn', exact: true });
  await learn.click();
  await expect(page.getByRole('alert')).toContainText('“Learn” could not be loaded');
  await page.getByRole('button', { name: 'Explore', exact: true }).click();
  await expect(explorer.metric('lambdaMax')).toBeVisible();
  await learn.click();
  await page.unroute(gone);
  await explorer.button('Try again').click();
  await expect(page.getByRole('heading', { name: /^1\. / })).toBeVisible();
});
