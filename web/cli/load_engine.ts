// The compiled module in Node, for the terminal and for tests.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineModule, ModuleOptions } from '@engine';

/**
 * Instantiates build/wasm/tailcraft.wasm. Each call gives a module with a heap of its own.
 * The glue is made for browsers and would fetch the binary; Node reads it instead.
 *
 * @throws Error when the module has not been built.
 */
export async function loadEngine(folder = moduleFolder()): Promise<EngineModule> {
  const glue: unknown = await import(
    /* @vite-ignore */ pathToFileURL(join(folder, 'tailcraft.mjs')).href
  );
  const { default: createEngine } = glue as {
    default: (options: ModuleOptions) => Promise<EngineModule>;
  };
  return createEngine({ wasmBinary: readFileSync(join(folder, 'tailcraft.wasm')) });
}

/** build/wasm of the checkout this file lies in, before or after bundling. */
function moduleFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'CMakeLists.txt'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('load_engine: not inside a Tailcraft checkout');
    folder = parent;
  }
  const wasm = join(folder, 'build/wasm');
  if (!existsSync(join(wasm, 'tailcraft.wasm'))) {
    throw new Error(`load_engine: no module in ${wasm}; run "npm run build:wasm"`);
  }
  return wasm;
}
