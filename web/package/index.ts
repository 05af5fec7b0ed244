// The engine as a module for other programs, in browsers and in Node.

import create, { type EngineModule } from '@engine';
import { loadModule } from '../src/engine/worker/load_module';

export interface EngineOptions {
  /** The binary, or where it is. Default: tailcraft.wasm beside this file. */
  wasm?: URL | string | ArrayBuffer | Uint8Array;
}

/**
 * A module with a heap of its own. Objects that have `delete()` live until that is called.
 *
 * @throws Error when the binary cannot be read or compiled.
 */
export async function createEngine(options: EngineOptions = {}): Promise<EngineModule> {
  const { wasm = new URL('./tailcraft.wasm', import.meta.url) } = options;
  if (typeof wasm !== 'string' && !(wasm instanceof URL)) return create({ wasmBinary: wasm });
  if (String(wasm).startsWith('file:')) return create({ wasmBinary: await readFile(String(wasm)) });
  return loadModule(create, String(wasm));
}

/** Node fetches no files. The name stands apart so that bundlers for browsers leave it alone. */
async function readFile(address: string): Promise<Uint8Array> {
  const name = 'node:fs/promises';
  const files = (await import(/* @vite-ignore */ name)) as {
    readFile(path: URL): Promise<Uint8Array>;
  };
  return files.readFile(new URL(address));
}
