// A plain static server under a sub-path, as unhelpful as one may meet: no special headers, and
// any type one likes to test.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SITE = fileURLToPath(new URL('../../build/site', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface StaticOptions {
  /** Folders by the path they appear under; longer paths first. Default: build/site at /. */
  mounts?: Readonly<Record<string, string>>;
  /** Types by ending that differ from the usual ones. */
  types?: Readonly<Record<string, string>>;
  /** Sent with every file. */
  headers?: Readonly<Record<string, string>>;
  /** Pages that exist only here, by path. */
  pages?: Readonly<Record<string, { body: string; csp?: string }>>;
}

export class StaticServer {
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly options: StaticOptions,
  ) {}

  static async start(options: StaticOptions = {}): Promise<StaticServer> {
    const server = createServer();
    const made = new StaticServer(server, options);
    server.on('request', (request, response) => made.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  /** `http://127.0.0.1:PORT`, or the same machine under its other name: another origin. */
  origin(host = '127.0.0.1'): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://any');
    this.asked.push(pathname);
    const page = this.options.pages?.[pathname];
    if (page) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      if (page.csp) response.setHeader('content-security-policy', page.csp);
      response.end(page.body);
      return;
    }
    const file = this.fileFor(pathname);
    if (file === undefined) {
      response.statusCode = 404;
      response.end('not here');
      return;
    }
    const types = { ...TYPES, ...this.options.types };
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    for (const [name, value] of Object.entries(this.options.headers ?? {})) {
      response.setHeader(name, value);
    }
    createReadStream(file).pipe(response);
  }

  private fileFor(pathname: string): string | undefined {
    const mounts = this.options.mounts ?? { '/': SITE };
    for (const [path, folder] of Object.entries(mounts)) {
      if (!pathname.startsWith(path)) continue;
      let file = join(folder, pathname.slice(path.length));
      if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
      if (existsSync(file)) return file;
    }
    return undefined;
  }
}
