// The compiled module from its binary: compiled while it arrives where the host says what it is,
// after it has arrived where the host does not, and out of the program's own text in the builds
// that are one file.

import type { EngineModule, ModuleOptions } from '@engine';

/**
 * @param create the module's glue
 * @param address of the .wasm file, or a data: address that holds it
 * @throws Error when the binary cannot be fetched or compiled.
 */
export async function loadModule(
  create: (options: ModuleOptions) => Promise<EngineModule>,
  address: string,
): Promise<EngineModule> {
  const module = await compile(address);
  return new Promise((resolve, reject) => {
    const instantiateWasm: ModuleOptions['instantiateWasm'] = (imports, done) => {
      WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
      return {};
    };
    create({ instantiateWasm }).then(resolve, reject);
  });
}

async function compile(address: string): Promise<WebAssembly.Module> {
  // Not by fetch: a page's policy need not let it connect to data.
  if (address.startsWith('data:')) return WebAssembly.compile(await unpack(address));
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is not there (status ${response.status}).`);
  // Browsers compile a stream under exactly this type. Asked first, they have nothing to complain
  // about on the console.
  const type = response.headers.get('content-type') ?? '';
  if (type.trim().toLowerCase() === 'application/wasm') {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The bytes of `data:...;base64,...`, which are compressed. */
async function unpack(address: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (c) =>
    c.charCodeAt(0),
  );
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
