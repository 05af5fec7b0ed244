import { defineConfig, type Plugin } from 'vite';
import {
  engineAlias,
  oneBinary,
  onlyWoff2,
  packedBinary,
  path,
  smallScripts,
} from './vite.plugins.ts';

// The parts of the builds that are one script, into build/script/MODE.js (and .css):
// `--mode worker`, `reader`, `element`, `page`, `offline`. web/scripts/lib/one_script.mjs joins them.
const ENTRIES: Record<string, string> = {
  worker: path('src/engine/worker/worker.ts'),
  reader: path('src/tensors/reader/worker.ts'),
  element: path('src/embed/element.ts'),
  page: path('src/one_file.ts'),
  offline: path('src/offline/worker.ts'),
};

/** Modules that lean on files beside the program have a twin that does not: NAME_script.ts. */
const twins: Plugin = {
  name: 'twins',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!/^\.{1,2}\/.*\b(?:spawn|katex_sheet)$/.test(id)) return null;
    return this.resolve(`${id}_script`, importer);
  },
};

/** The paper's map belongs to the page: figures elsewhere never show it, and it is large. */
const withoutPaperMap: Plugin = {
  name: 'without-paper-map',
  enforce: 'pre',
  load: (id) => (id.includes('/maps/paper.json') ? "export default '';" : null),
};

export default defineConfig(({ mode }) => ({
  root: path('.'),
  publicDir: false,
  resolve: { alias: [engineAlias] },
  plugins: [
    twins,
    packedBinary,
    onlyWoff2,
    oneBinary,
    ...(mode === 'element' ? [withoutPaperMap] : []),
  ],
  // A classic script has no address of its own to give; the glue only keeps it.
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': '""' },
  cacheDir: path('../build/vite'),
  build: {
    outDir: path('../build/script'),
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: ENTRIES[mode] ?? '',
      formats: ['iife'],
      name: 'tailcraft',
      fileName: () => `${mode}.js`,
      cssFileName: mode,
    },
    rolldownOptions: { checks: { bundlerTimings: false } },
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    ...smallScripts,
    reportCompressedSize: false,
  },
}));
