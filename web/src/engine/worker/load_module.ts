// The compiled module from its binary: compiled while it arrives where the host says what it is,
// after it has arrived where the host does not, and out of the program's own text in the builds
// that are one file.

import type { EngineModule, ModuleOptions } from '@engine';
import { messageOf } from '../../common/errors';

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
  const response = await fetch(address).catch((error: unknown) => {
    throw new Error(
      `the connection to ${address} failed (${messageOf(error)}): there is no network, or a blocker or the ` +
        'host’s policy (connect-src) forbids it.',
    );
  });
  if (!response.ok) throw new Error(`${address} is not there (status ${response.status}).`);
  // Browsers compile a stream under exactly this type. Asked first, they have nothing to complain
  // about on the console.
  const type = response.headers.get('content-type') ?? '';
  const copy = response.clone();
  const compiling =
    type.trim().toLowerCase() === 'application/wasm'
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
  return compiling.catch(async (error: unknown) => {
    throw new Error(await whyNotCompiled(address, copy, type, messageOf(error)));
  });
}

/** What stands in the way, as far as it can be seen: the policy, another file, a damaged one. */
async function whyNotCompiled(
  address: string,
  response: Response,
  type: string,
  error: string,
): Promise<string> {
  if (/content security policy|wasm-unsafe-eval|blocked by CSP/i.test(error)) {
    return 'the host’s policy (Content-Security-Policy: script-src) forbids WebAssembly; it has to say “wasm-unsafe-eval”.';
  }
  const start = new Uint8Array(await response.arrayBuffer().catch(() => new ArrayBuffer(0)));
  const isModule = MAGIC.every((byte, i) => start[i] === byte);
  if (isModule) return `${address} arrived damaged or cut short (${error}).`;
  const text = new TextDecoder().decode(start.subarray(0, 200));
  const what = /^\s*</.test(text) ? 'a web page' : `another file (${type || 'of no type'})`;
  return (
    `the host answered with ${what} in place of the engine (${address}): perhaps a sign-in page, ` +
    'or the folder was not uploaded whole.'
  );
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** The bytes of `data:...;base64,...`, which are compressed. */
async function unpack(address: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (c) =>
    c.charCodeAt(0),
  );
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
