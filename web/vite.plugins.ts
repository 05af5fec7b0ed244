// What the builds have in common.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { BuildOptions, Plugin } from 'vite';

export const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const WASM = path('../build/wasm/tailcraft.wasm');

/** The compiled module; its types are in wasm/bindings/engine.d.ts. */
export const engineAlias = { find: /^@engine$/, replacement: path('../build/wasm/tailcraft.mjs') };
/** Its binary as a file that the browser can compile while it arrives. */
export const binaryAlias = { find: /^@engine-binary$/, replacement: `${WASM}?url` };

/** Its binary within the program, for the builds that are one file (src/engine/worker/load_module.ts). */
export const packedBinary: Plugin = {
  name: 'packed-binary',
  enforce: 'pre',
  resolveId: (id) => (id === '@engine-binary' ? '\0engine-binary' : null),
  load: (id) => {
    if (id !== '\0engine-binary') return null;
    const text = gzipSync(readFileSync(WASM), { level: 9 }).toString('base64');
    return `export default 'data:application/gzip;base64,${text}';`;
  },
};

/** Of the three formats KaTeX offers for each font, every browser with WebAssembly takes woff2. */
export const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    /katex.*\.css(?:\?|$)/.test(id)
      ? code.replace(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, '')
      : null,
};

/**
 * The worker loads the binary itself; the address that the glue would look at otherwise would put
 * a second copy into the builds that are one file.
 */
export const oneBinary: Plugin = {
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

/** A fourteenth less to download than what Vite's own minifier leaves, for a few seconds of building. */
export const smallScripts: Pick<BuildOptions, 'minify' | 'terserOptions'> = {
  minify: 'terser',
  terserOptions: { module: true, compress: { passes: 2 } },
};
