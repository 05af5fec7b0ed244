// The npm package in a browser: the notebook that comes with it.

import { fileURLToPath } from 'node:url';
import { expect, test } from '../explorer';
import { StaticServer } from '../static_server';

test('the notebook runs its cells', async ({ page }) => {
  const server = await StaticServer.start({
    mounts: { '/': fileURLToPath(new URL('../../../build/package', import.meta.url)) },
    types: { '.mjs': 'text/javascript' },
  });
  await page.goto(`${server.origin()}/notebook.html`);
  const outputs = page.locator('output');
  await expect(outputs).toHaveCount(2);
  await expect(outputs.nth(0)).toContainText(/0\.01 .* random-like/);
  await expect(outputs.nth(0)).toContainText('bulk-spikes');
  await expect(outputs.nth(1).locator('circle')).toHaveCount(200);
  await server.stop();
});
