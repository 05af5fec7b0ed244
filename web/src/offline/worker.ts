// The service worker: keeps exactly the files of one build, each checked against its hash, and
// answers with them whether there is a network or not. A new build is stored beside the old one and
// waits until the reader wants it, so that a page never mixes files of two builds.
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

worker.addEventListener('install', (event) => event.waitUntil(keepAll()));
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
      const bytes = (await known(url, hash)) ?? (await load(url, hash));
      const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
      // Made anew: a response that was redirected may not answer for a page.
      await cache.put(url, new Response(bytes, { headers: { 'content-type': type } }));
    }),
  );
}

/** The file as an earlier build left it, if it is the same. */
async function known(url: URL, hash: string): Promise<ArrayBuffer | null> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = await (await caches.open(name)).match(url);
    const bytes = await kept?.arrayBuffer();
    if (bytes && (await sha256(bytes)) === hash) return bytes;
  }
  return null;
}

async function load(url: URL, hash: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { cache: 'no-cache' });
  const bytes = await response.arrayBuffer();
  // The host is being changed right now, or changes what it hands out: better no copy than a mix.
  if (!response.ok || (await sha256(bytes)) !== hash)
    throw new Error(`${url.href} is another file`);
  return bytes;
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
