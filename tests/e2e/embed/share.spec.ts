// The share dialog: what it writes works when it is pasted.

import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

test('writes link, iframe and element for what is on screen, with a preview', async ({
  explorer,
  page,
}) => {
  await explorer.open('optimizer=gd&lr=600&steps=4&n=60&d=20&h=30&plot=rank&at=2');
  const workers = page.workers().length;
  await explorer.button('Share').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Link to exactly this' })).toHaveValue(
    page.url(),
  );
  const preview = dialog.locator('.share-preview');
  await expect(preview.locator('.position')).toHaveText('step 2 of 4');
  await expect(preview.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('600');
  await dialog.getByRole('checkbox', { name: 'Optimizer' }).check();
  await dialog.getByRole('combobox', { name: 'Figure' }).selectOption('curves');
  await expect(preview.getByRole('radio', { name: 'GD', exact: true })).toBeChecked();
  const frame = await dialog.getByRole('textbox', { name: 'As an iframe' }).inputValue();
  const element = await dialog.getByRole('textbox', { name: 'As an element' }).inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBe(workers);

  // Pasted into another page, both show what was on screen.
  const server = await StaticServer.start({
    mounts: { '/figures/': SITE },
    pages: { '/course.html': { body: '' } },
  });
  const home = new URL('./', page.url()).href;
  Object.assign(server.options.pages?.['/course.html'] ?? {}, {
    body: `<!doctype html><title>Course</title><link rel="icon" href="data:,">${frame}
      ${element}`.replaceAll(home, `${server.origin()}/figures/`),
  });
  await page.goto(`${server.origin()}/course.html`);
  for (const figure of [
    page.locator('iframe').contentFrame().locator('.embed'),
    page.locator('tailcraft-figure'),
  ]) {
    await figure.first().scrollIntoViewIfNeeded();
    await expect(figure.locator('.position')).toHaveText('step 2 of 4');
    await expect(figure.getByRole('textbox', { name: /^Learning rate/ })).toHaveValue('600');
    await expect(figure.getByRole('radio', { name: 'GD', exact: true })).toBeChecked();
  }
  await server.stop();
});
