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
    id.includes('katex') && id.endsWith('.css')
      ? code.replace(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, '')
      : null,
};

// The page and its workers. `@engine` is the compiled module; its types are in
// wasm/bindings/engine.d.ts. Every address in the result is relative, so build/site works from any
// folder of any static host.
export default defineConfig({
  root: path('.'),
  base: './',
  resolve: { alias: { '@engine': path('../build/wasm/tailcraft.mjs') } },
  plugins: [inlineStylesWhileDeveloping, onlyWoff2],
  cacheDir: path('../build/vite'),
  worker: { format: 'es' },
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
