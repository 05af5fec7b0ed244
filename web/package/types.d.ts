import type { EngineModule } from './engine.js';

export * from './engine.js';

export interface EngineOptions {
  /** The binary, or where it is. Default: tailcraft.wasm beside this file. */
  wasm?: URL | string | ArrayBuffer | Uint8Array;
}

/**
 * A module with a heap of its own. Objects that have `delete()` live until that is called.
 *
 * @throws Error when the binary cannot be read or compiled.
 */
export function createEngine(options?: EngineOptions): Promise<EngineModule>;
