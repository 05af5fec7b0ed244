import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const shared = {
  root: path('..'),
  environment: 'node',
  // Nothing global: a test file says what it uses.
  globals: false,
} as const;
const resolve = { alias: { '@engine': path('../build/wasm/tailcraft.mjs') } };

// `npm run test:wasm`: the module in Node. `npm run test:web`: the page's logic without a browser,
// and the rules about who may include whom in the engine.
export default defineConfig({
  cacheDir: path('../build/vitest'),
  test: {
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: 'wasm',
          include: ['tests/wasm/**/*.test.ts'],
          // Golden cases train for seconds on a slow machine.
          testTimeout: 120_000,
        },
      },
      {
        resolve,
        test: { ...shared, name: 'web', include: ['tests/{web,cli,engine}/**/*.test.ts'] },
      },
    ],
  },
});
