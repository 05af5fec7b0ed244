// The page without a network, and the way from one build to the next.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Explorer, expect, test } from '../explorer';
import { SITE, StaticServer } from '../static_server';

const SMALL = '#n=60&d=20&h=30&steps=3&at=3&v=1';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

/** Waits until the page is kept and answered for by its service worker. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

test('opens again without a network, as page and as frame', async ({ page, explorer }) => {
  const server = await StaticServer.start({
    mounts: { '/some/where/': SITE },
    types: { '.wasm': 'text/plain' },
  });
  const address = `${server.origin()}/some/where/`;
  await page.goto(address);
  await kept(page);
  await server.stop();
  await page.goto('about:blank');
  await page.goto(address + SMALL);
  await expect(explorer.metric('lambdaMax')).toHaveText(/\d/);
  // What is loaded later is there as well.
  await page.getByText('Anatomy of the update').click();
  await expect(page.locator('.anatomy-status')).toHaveText('After step 3.');
  await page.goto(`${address}embed.html?view=curves${SMALL}`);
  await expect(page.locator('.position')).toHaveText('step 3 of 3');
});

test('keeps exactly the files of the build, by their hashes', () => {
  const text = readFileSync(join(SITE, 'service_worker.js'), 'utf8');
  const build = JSON.parse(/^const BUILD=(.*);$/m.exec(text)?.[1] ?? '') as {
    files: Record<string, string>;
  };
  const names = readdirSync(SITE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SITE.length + 1))
    .filter((name) => !['service_worker.js', 'tailcraft-figure.js'].includes(name));
  expect(Object.keys(build.files).sort()).toEqual(names.sort());
  for (const name of names) {
    expect(build.files[name], name).toBe(sha256(readFileSync(join(SITE, name))));
  }
});

test('tells about a new build, and goes over to it when the reader says so', async ({
  page,
  context,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'tailcraft-'));
  cpSync(SITE, folder, { recursive: true });
  const server = await StaticServer.start({ mounts: { '/': folder } });
  const address = `${server.origin()}/${SMALL}`;
  await page.goto(address);
  await kept(page);
  const other = await context.newPage();
  await other.goto(address);
  await expect(new Explorer(other).metric('lambdaMax')).toHaveText(/\d/);

  // The next build: another title, and a service worker that lists it.
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const before = sha256(readFileSync(join(folder, 'index.html')));
  writeFileSync(join(folder, 'index.html'), read('index.html').replace('<title>', '<title>New: '));
  const after = sha256(readFileSync(join(folder, 'index.html')));
  writeFileSync(
    join(folder, 'service_worker.js'),
    read('service_worker.js')
      .replace(before, after)
      .replace(/"version":"\w+"/, '"version":"next"'),
  );
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
  const notice = (p: Page) => p.getByText('A new version of this page is ready');
  await expect(notice(page)).toBeVisible();
  await expect(notice(other)).toBeVisible();
  // Until then, and after a reload too, it is the old build, whole.
  await expect(page).not.toHaveTitle(/^New/);
  await page.reload();
  await expect(notice(page)).toBeVisible();
  await expect(page).not.toHaveTitle(/^New/);

  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page).toHaveTitle(/^New/);
  expect(new URL(page.url()).hash).toBe(SMALL);
  await expect(notice(page)).toHaveCount(0);
  expect(await page.evaluate(() => caches.keys())).toHaveLength(1);
  // The other tab keeps what is on its screen until it is asked.
  await expect(other).not.toHaveTitle(/^New/);
  await expect(notice(other)).toBeVisible();
  await other.getByRole('button', { name: 'Load it' }).click();
  await expect(other).toHaveTitle(/^New/);
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A copy of the site that a test may change. */
function copyOfSite(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailcraft-'));
  cpSync(SITE, folder, { recursive: true });
  return folder;
}

test('a host that writes into the page keeps its readers up to date, and leaves no caches behind', async ({
  page,
}) => {
  const folder = copyOfSite();
  const file = (name: string): string => join(folder, name);
  const edit = (name: string, from: string | RegExp, to: string): void =>
    writeFileSync(file(name), readFileSync(file(name), 'utf8').replace(from, to));
  edit('index.html', '</body>', '<!-- a banner of the host --></body>');
  const server = await StaticServer.start({ mounts: { '/': folder } });
  await page.goto(`${server.origin()}/${SMALL}`);
  await kept(page);
  // A build whose files are not what its list says is kept by nobody, and leaves nothing.
  const update = (): Promise<string> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
      const worker = registration?.installing ?? registration?.waiting;
      return new Promise<string>((resolve) => {
        if (worker?.state !== 'installing') resolve(worker?.state ?? 'none');
        worker?.addEventListener('statechange', () => resolve(worker.state));
      });
    });
  const script = readdirSync(file('assets')).find((name) => name.endsWith('.js'))!;
  const whole = readFileSync(file(`assets/${script}`), 'utf8');
  for (const version of ['bad1', 'bad2']) {
    edit('service_worker.js', /"version":"\w+"/, `"version":"${version}"`);
    writeFileSync(file(`assets/${script}`), `${whole}/* ${version} */`);
    edit('service_worker.js', new RegExp(`("assets/${script}":")[^"]+`), '$1AAAA');
    expect(await update()).toBe('redundant');
  }
  await expect.poll(() => page.evaluate(() => caches.keys())).toHaveLength(1);
  await expect(page.getByText('A new version of this page is ready')).toBeVisible();
  // The next build, in which the host has changed the page again.
  writeFileSync(file(`assets/${script}`), whole);
  edit('service_worker.js', '"AAAA"', JSON.stringify(sha256(Buffer.from(whole))));
  edit('service_worker.js', /"version":"\w+"/, '"version":"next"');
  edit('index.html', '<title>', '<title>New: ');
  expect(await update()).toBe('installed');
  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page).toHaveTitle(/^New/);
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('keeps what the host says about the page: its policy, and who may frame it', async ({
  page,
}) => {
  const headers = {
    'x-frame-options': 'DENY',
    'content-security-policy': "frame-ancestors 'none'; img-src 'self'",
    'x-of-the-host': 'yes',
  };
  const server = await StaticServer.start({ headers });
  await page.goto(`${server.origin()}/index.html${SMALL}`);
  await kept(page);
  const told = await page.evaluate(async () => {
    const response = await fetch('./index.html');
    return [response.headers.get('x-of-the-host'), response.headers.get('x-frame-options')];
  });
  expect(told).toEqual(['yes', 'DENY']);
  const again = await page.reload();
  expect(again?.fromServiceWorker()).toBe(true);
  expect(again?.headers()).toMatchObject(headers);
  await server.stop();
});

test('can be installed', async ({ page }) => {
  await page.goto('./');
  await kept(page);
  const client = await page.context().newCDPSession(page);
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  // A window of a test is private, which is the one thing that may be wrong.
  expect(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
});
