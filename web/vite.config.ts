import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Vite's development server puts styles into the page, which the page's own policy forbids. */
const inlineStylesWhileDeveloping: Plugin = {
  name: 'inline-styles-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
};

/** Of the three formats KaTeX offers for each font, every browser with WebAssembly takes woff2. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    /katex.*\.css(?:\?|$)/.test(id)
      ? code.replace(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, '')
      : null,
};

/**
 * The worker loads the binary itself (src/engine/load_module.ts); the address that the glue would
 * look at otherwise would put a second copy into the builds that are one file.
 */
const oneBinary: Plugin = {
  name: 'one-binary',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/tailcraft.mjs')
      ? code.replace(
          /new URL\("tailcraft\.wasm",\s*import\.meta\.url\)\.(?:toString\(\)|href)/,
          '""',
        )
      : null,
};

// The page and its workers. `@engine` is the compiled module; its types are in
// wasm/bindings/engine.d.ts. Every address in the result is relative, so build/site works from any
// folder of any static host.
export default defineConfig({
  root: path('.'),
  base: './',
  resolve: {
    alias: [
      { find: /^@engine$/, replacement: path('../build/wasm/tailcraft.mjs') },
      { find: /^@engine-binary$/, replacement: `${path('../build/wasm/tailcraft.wasm')}?url` },
    ],
  },
  plugins: [inlineStylesWhileDeveloping, onlyWoff2],
  cacheDir: path('../build/vite'),
  worker: { format: 'es', plugins: () => [oneBinary] },
  // The module lies outside web/: let the development server hand it out.
  server: { fs: { allow: [path('..')] } },
  build: {
    outDir: path('../build/site'),
    emptyOutDir: true,
    target: 'es2022',
    // The .wasm stays a file that the browser can compile while it arrives.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
