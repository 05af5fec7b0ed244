// build/package as somebody meets it who installed it.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineModule } from '@engine';
import { describe, expect, test } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../../build/package', import.meta.url));

/** Runs `program` in a folder of its own in which the package is installed. */
function withInstalled<T>(program: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tailcraft-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(PACKAGE, join(folder, 'node_modules/tailcraft'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    return program(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the npm package', () => {
  test('runs its example', () => {
    const text = execFileSync(process.execPath, [join(PACKAGE, 'example.mjs')], {
      encoding: 'utf8',
    });
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toMatch(/^ {3}0 .* random-like$/);
    expect(lines[11]).toMatch(/^ {2}10 .* heavy-tailed$/);
  });

  test('runs the example of its README', () => {
    const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
    const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const text = withInstalled((folder) => {
      writeFileSync(join(folder, 'main.js'), code);
      return execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' });
    });
    expect(text).toMatch(/^1\.9\d+ \d+ heavy-tailed\n$/);
  });

  test('runs the cells of its notebook for Observable', () => {
    const notebook = readFileSync(join(PACKAGE, 'observable.html'), 'utf8');
    const cells = [...notebook.matchAll(/type="module"[^>]*>([\s\S]*?)<\/script>/g)];
    expect(cells).toHaveLength(4);
    // In place of the notebook's own libraries.
    const around = `const view = (input) => input;
      const Inputs = { range: (limits, { value }) => value };
      const Plot = {
        plot: ({ marks }) => marks[0],
        dot: (data, { x, y }) => Array.from(data, (d, i) => [x(d, i), y(d)]),
      };
      const display = (dots) => console.log(dots.length, dots[0][1] === lambdaMax, phase);`;
    const text = withInstalled((folder) => {
      writeFileSync(join(folder, 'main.js'), [around, ...cells.map(([, code]) => code)].join('\n'));
      return execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' });
    });
    expect(text).toBe('200 true heavy-tailed\n');
  });

  test('has types that a strict program compiles with', () => {
    const program = `import { createEngine, type Config, type Snapshot } from 'tailcraft';
      const engine = await createEngine();
      const config: Config = { ...engine.defaultConfig(), optimizer: 'gd', learningRate: 3 };
      const run = new engine.Run(config);
      const snapshot: Snapshot = run.probe();
      // @ts-expect-error there is no such optimizer
      const wrong: Config = { ...config, optimizer: 'sgd' };
      export const alpha: number = snapshot.hill.alpha + wrong.n;
      run.delete();`;
    withInstalled((folder) => {
      writeFileSync(join(folder, 'main.ts'), program);
      const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
      execFileSync(process.execPath, [
        ...[tsc, '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext'],
        ...['--lib', 'es2022,dom', join(folder, 'main.ts')],
      ]);
    });
  });

  test('takes the binary as bytes or as an address, and says when there is none', async () => {
    const { createEngine } = (await import(
      /* @vite-ignore */ pathToFileURL(join(PACKAGE, 'index.js')).href
    )) as { createEngine: (options: { wasm: unknown }) => Promise<EngineModule> };
    const file = join(PACKAGE, 'tailcraft.wasm');
    const one = await createEngine({ wasm: readFileSync(file) });
    const other = await createEngine({ wasm: pathToFileURL(file) });
    expect(one.version()).toBe(other.version());
    await expect(createEngine({ wasm: pathToFileURL(`${file}.not`) })).rejects.toThrow('ENOENT');
  });
});
