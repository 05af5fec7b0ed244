// The service worker: keeps exactly the files of one build and answers with them whether there is a
// network or not. A new build is stored beside the old one and waits until the reader wants it, so
// that a page never mixes files of two builds. Scripts and data are checked against their hashes.
// Pages are not, because hosts write into them (analytics, a banner): what ties a page to its build is
// that it names the build's files.
// The build writes BUILD in front of this program (web/scripts/lib/offline.mjs).

declare const BUILD: {
  /** Differs when any file does. */
  version: string;
  /** Path relative to the scope -> SHA-256 in base64. */
  files: Readonly<Record<string, string>>;
};

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
/** Several of these pages may live on one host. */
const PREFIX = `tailcraft ${scope} `;
const CACHE = PREFIX + BUILD.version;

/** What a host may have got wrong. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
};

worker.addEventListener('install', (event) =>
  event.waitUntil(
    keepAll().catch(async (error: unknown) => {
      // Nothing is left behind of a build that could not be kept whole.
      await caches.delete(CACHE);
      throw error;
    }),
  ),
);
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method !== 'GET' || !url.startsWith(scope)) return;
  const path = new URL(url).pathname.slice(new URL(scope).pathname.length) || 'index.html';
  if (Object.hasOwn(BUILD.files, path)) event.respondWith(answer(path, event.request));
});

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(new URL(path, scope))) ?? fetch(request);
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(BUILD.files).map(async ([path, hash]) => {
      const url = new URL(path, scope);
      await cache.put(url, (await known(url, path, hash)) ?? (await load(url, path, hash)));
    }),
  );
}

/** The file as an earlier build left it, if it is the same. A page's headers may have changed. */
async function known(url: URL, path: string, hash: string): Promise<Response | null> {
  if (isPage(path)) return null;
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = await (await caches.open(name)).match(url);
    const bytes = await kept?.clone().arrayBuffer();
    if (kept && bytes && (await sha256(bytes)) === hash) return kept;
  }
  return null;
}

async function load(url: URL, path: string, hash: string): Promise<Response> {
  const response = await fetch(url, { cache: 'no-cache' });
  const bytes = await response.arrayBuffer();
  // The host is being changed right now, or changes what it hands out: better no copy than a mix.
  const isIt = isPage(path)
    ? namesItsFiles(new TextDecoder().decode(bytes))
    : (await sha256(bytes)) === hash;
  if (!response.ok || !isIt) throw new Error(`${url.href} is another file`);
  // Made anew, because a response that was redirected may not answer for a page; with the headers of
  // the host, which may hold a policy or forbid frames.
  const headers = new Headers(response.headers);
  for (const name of OF_THE_TRANSFER) headers.delete(name);
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
  if (type) headers.set('content-type', type);
  return new Response(bytes, { headers });
}

const isPage = (path: string): boolean => path.endsWith('.html');

/** Headers that were about the bytes on their way, which are unpacked by now. */
const OF_THE_TRANSFER = ['content-encoding', 'content-length', 'transfer-encoding'];

/** Whether all scripts of ours that a page starts with are those of this build. */
function namesItsFiles(html: string): boolean {
  const scripts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
    ([, path]) => path!,
  );
  return scripts.length > 0 && scripts.every((path) => Object.hasOwn(BUILD.files, path));
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await worker.clients.claim();
}
