// What a frame, a host or a browser withholds is named, with a way out; the page is never blank, and
// nothing is thrown that nobody catches.

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { SITE, StaticServer } from '../static_server';

const SMALL = '#n=60&d=20&h=30&steps=3&at=3&v=1';

/** Errors that reached the window of the page or of a frame. */
function uncaught(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** The site at /, and a page that shows one address of it in a frame. */
async function serve(sandbox: string | null, src: string): Promise<StaticServer> {
  const attribute = sandbox === null ? '' : `sandbox="${sandbox}"`;
  const body = `<!doctype html><title>Course</title><link rel="icon" href="data:,">
    <iframe ${attribute} width="1000" height="700" src="${src}${SMALL}"></iframe>`;
  return StaticServer.start({ mounts: { '/': SITE }, pages: { '/course': { body } } });
}

for (const file of ['index.html', 'embed.html']) {
  // A frame with sandbox="" is such a page; but nobody can look into one with a script.
  test(`${file} that may run nothing has words and a link`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${baseURL ?? ''}${file}`);
    // Searches by text leave out what is in a noscript.
    const words = page.locator('noscript > p');
    await expect(words).toBeVisible();
    expect(await words.innerText()).toContain('No script may run here');
    await expect(page.getByRole('link', { name: /in a tab of its own/ })).toBeVisible();
    await context.close();
  });

  test(`${file} in a frame without an origin says which word is missing`, async ({ page }) => {
    const errors = uncaught(page);
    const server = await serve('allow-scripts', file);
    await page.goto(`${server.origin()}/course`);
    const frame = page.locator('iframe').contentFrame();
    await expect(frame.getByRole('status')).toContainText('“sandbox” without “allow-same-origin”');
    await expect(frame.getByRole('link', { name: /in a tab of its own/ })).toHaveAttribute(
      'href',
      `${server.origin()}/${file}${SMALL}`,
    );
    // Longer than the page waits before it keeps itself.
    await page.waitForTimeout(2500);
    expect(errors).toEqual([]);
    await server.stop();
  });
}

for (const [policy, words] of Object.entries({
  "script-src 'none'": /the\s+frame\s+or\s+the\s+host\s+around\s+it\s+withholds\s+scripts/,
  "worker-src 'none'": 'Content-Security-Policy: worker-src',
  "script-src 'self'": 'script-src) forbids WebAssembly; it has to say “wasm-unsafe-eval”',
  "connect-src 'none'": 'connect-src',
  "require-trusted-types-for 'script'; trusted-types other": 'trusted-types',
})) {
  test(`a host that sends ${policy} is told what it forbids`, async ({ page }) => {
    const errors = uncaught(page);
    const server = await StaticServer.start({ headers: { 'content-security-policy': policy } });
    await page.goto(`${server.origin()}/index.html${SMALL}`);
    const scriptless = policy === "script-src 'none'";
    await expect(page.locator(scriptless ? '#shell' : '.prompt')).toContainText(words);
    if (!scriptless) await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(errors).toEqual([]);
    await server.stop();
  });
}

test('Trusted Types alone are met', async ({ page }) => {
  const headers = { 'content-security-policy': "require-trusted-types-for 'script'" };
  const server = await StaticServer.start({ headers });
  const errors = uncaught(page);
  await page.goto(`${server.origin()}/index.html${SMALL}`);
  await expect(page.locator('[data-metric="lambdaMax"] td.value').first()).toHaveText(/\d/);
  expect(errors).toEqual([]);
  await server.stop();
});

test('a page in place of the engine is called one, and trying again finds the engine', async ({
  page,
}) => {
  await page.route('**/*.wasm', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1>Sign in</h1>' }),
  );
  await page.goto(`./${SMALL}`);
  await expect(page.locator('.prompt')).toContainText('a web page in place of the engine');
  await page.unroute('**/*.wasm');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-metric="lambdaMax"] td.value').first()).toHaveText(/\d/);
});

test('a connection that is cut is called so', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(`./${SMALL}`);
  await expect(page.locator('.prompt')).toContainText('the connection to');
});

test('a map too says what is withheld', async ({ page }) => {
  const headers = { 'content-security-policy': "worker-src 'none'" };
  const server = await StaticServer.start({ headers });
  const errors = uncaught(page);
  await page.goto(`${server.origin()}/index.html#view=phases&map.n=60&map.d=20&map.h=30&v=1`);
  await expect(page.locator('.map-progress')).toContainText('worker-src');
  expect(errors).toEqual([]);
  await server.stop();
});

for (const part of ['', '&view=phases&map.rate.adam=0.1..1x2&map.optimizers=adam']) {
  test(`storage that throws when it is looked at stops nothing${part && ', maps included'}`, async ({
    page,
  }) => {
    const errors = uncaught(page);
    // What browsers do that block all cookies.
    await page.addInitScript(() => {
      const refuse = (owner: object, name: string): void => {
        Object.defineProperty(owner, name, {
          configurable: true,
          get: () => {
            throw new DOMException(`Access to ${name} is denied.`, 'SecurityError');
          },
        });
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        refuse(window, name);
      }
      refuse(Navigator.prototype, 'serviceWorker');
    });
    await page.goto(`./${SMALL}${part}`);
    const done = part
      ? page.locator('.map-progress .note')
      : page.locator('[data-metric="lambdaMax"] td.value').first();
    await expect(done).toHaveText(part ? /^\d+ cells/ : /\d/);
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.waitForTimeout(2500);
    expect(errors).toEqual([]);
  });
}
