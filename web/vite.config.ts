import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// The page and its workers. `@engine` is the compiled module; its types are in
// wasm/bindings/engine.d.ts. Every address in the result is relative, so build/site works from any
// folder of any static host.
export default defineConfig({
  root: path('.'),
  base: './',
  resolve: { alias: { '@engine': path('../build/wasm/tailcraft.mjs') } },
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
