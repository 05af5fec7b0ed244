// The built folder on a plain static server, from a sub-path.

import { expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

for (const [host, types] of Object.entries({
  'names every type': {},
  'calls .wasm a stream of bytes': { '.wasm': 'application/octet-stream' },
  'calls .wasm text': { '.wasm': 'text/plain; charset=utf-8' },
})) {
  test(`works from a sub-path of a host that ${host}`, async ({ page, explorer }) => {
    const server = await StaticServer.start({ mounts: { '/some/where/': SITE }, types });
    await page.goto(`${server.origin()}/some/where/#n=60&d=20&h=30&steps=3&at=3&v=1`);
    await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
    // The parts that are loaded later are found too.
    await page.getByText('Anatomy of the update').click();
    await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
    expect(server.asked.filter((path) => !path.startsWith('/some/where/'))).toEqual([]);
    await server.stop();
  });
}

test('says so when the host does not have the engine', async ({ page, context }) => {
  // The browser itself writes a missing file to the console: a page without the silent fixture's ear.
  const other = await context.newPage();
  await page.close();
  await other.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: '' }));
  await other.goto('./#n=60&d=20&h=30&steps=3&v=1');
  await expect(other.locator('.prompt')).toContainText('The engine could not be loaded');
  await expect(other.locator('.prompt')).toContainText('status 404');
});
