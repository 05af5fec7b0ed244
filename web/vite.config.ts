import { defineConfig, type Plugin } from 'vite';
import {
  binaryAlias,
  engineAlias,
  oneBinary,
  onlyWoff2,
  path,
  smallScripts,
} from './vite.plugins.ts';

/** Vite's development server puts styles into the page, which the page's own policy forbids. */
const inlineStylesWhileDeveloping: Plugin = {
  name: 'inline-styles-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
};

// The page, the page for iframes, and their workers. Every address in the result is relative, so
// build/site works from any folder of any static host.
export default defineConfig({
  root: path('.'),
  base: './',
  resolve: { alias: [engineAlias, binaryAlias] },
  plugins: [inlineStylesWhileDeveloping, onlyWoff2],
  cacheDir: path('../build/vite'),
  worker: {
    format: 'es',
    plugins: () => [oneBinary],
    rolldownOptions: { output: { minify: true } },
  },
  // The module lies outside web/: let the development server hand it out.
  server: { fs: { allow: [path('..')] } },
  build: {
    outDir: path('../build/site'),
    emptyOutDir: true,
    rolldownOptions: {
      input: { index: path('index.html'), embed: path('embed.html') },
      // How long a build took is not worth a warning.
      checks: { bundlerTimings: false },
    },
    target: 'es2022',
    // The .wasm stays a file that the browser can compile while it arrives.
    assetsInlineLimit: 0,
    ...smallScripts,
    reportCompressedSize: false,
  },
});
