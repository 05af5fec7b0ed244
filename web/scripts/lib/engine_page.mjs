// A page in Chromium that runs the page's own client and workers, without the site around them.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromiumOptions } from './chromium.mjs';
import { root } from './process.mjs';

/** `spawn` as pages start a worker. */
const PAGE = `<!doctype html><title>engine</title><script type="module">
  import * as client from '/client.mjs';
  window.client = client;
  window.spawn = () => new Worker('/worker.mjs', { type: 'module' });
</script>`;

/**
 * @param name    of the folder in build/ that the scripts go to
 * @param client  source of a module, relative to web/src; the page has its exports as window.client
 */
export async function openEnginePage(name, client) {
  await bundle(name, client);
  const server = await serve(name);
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch(chromiumOptions());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.spawn);
  return {
    version: browser.version(),
    evaluate: (...args) => page.evaluate(...args),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** The client and the worker as two scripts, build/NAME/{client,worker}.mjs. */
async function bundle(name, client) {
  const { build } = await import('esbuild');
  const engine = {
    name: 'engine',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^@engine$/ }, () => ({ path: '/wasm/tailcraft.mjs', external: true }));
      onResolve({ filter: /^@engine-binary$/ }, () => ({ path: 'binary', namespace: 'address' }));
      onLoad({ filter: /.*/, namespace: 'address' }, () => ({
        contents: "export default '/wasm/tailcraft.wasm';",
      }));
    },
  };
  const shared = { bundle: true, format: 'esm', logLevel: 'error', plugins: [engine] };
  await build({
    ...shared,
    stdin: { contents: client, resolveDir: join(root, 'web/src') },
    outfile: join(root, 'build', name, 'client.mjs'),
  });
  await build({
    ...shared,
    entryPoints: [join(root, 'web/src/engine/worker/worker.ts')],
    outfile: join(root, 'build', name, 'worker.mjs'),
  });
}

async function serve(name) {
  const types = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer(({ url }, response) => {
    try {
      const file = url.startsWith('/wasm/') ? `build${url}` : `build/${name}${url}`;
      response.setHeader('content-type', types[extname(url)] ?? 'text/html');
      response.end(url === '/' ? PAGE : readFileSync(join(root, file)));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
