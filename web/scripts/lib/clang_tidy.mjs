// clang-tidy over the C++ sources, quickly. (Tests are left to the compilers' warnings: what it
// finds there is not worth the minute that it spends in GoogleTest's macros.)
//
// Nearly all of its time goes into the headers of Eigen and the standard library, once per
// source. So sources are checked in batches: one file that includes many. A batch that does not
// compile as one (two sources may use the same name privately) is halved until it does.
// A batch that was clean is not checked again until one of its sources, any of our headers or
// the settings change.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEmscripten } from './emscripten.mjs';
import { filesBelow } from './files.mjs';
import { capture, collect, inParallel, root, which } from './process.mjs';

const BATCH = 16;
const folder = join(root, 'build/tidy');

/** Resolves to { code, text }: 0 and nothing, or 1 and the complaints. */
export async function clangTidy(width) {
  const tidy = which('clang-tidy-14') ?? which('clang-tidy');
  mkdirSync(folder, { recursive: true });
  const all = [
    ...batches('wasm/engine', nativeFlags()),
    ...batches('wasm/bindings', webFlags()),
    ...batches('wasm/bench', nativeFlags(), (source) => !isForWeb(source)),
    ...batches('wasm/bench', webFlags(), isForWeb),
  ];
  const common = commonHash(tidy);
  const reports = await inParallel(
    all.map((batch) => () => checkBatch(tidy, batch, common)),
    width,
  );
  const text = reports.join('');
  return { code: text === '' ? 0 : 1, text };
}

const isForWeb = (source) => source.endsWith('_web.cpp');

function batches(path, flags, belongs = () => true) {
  if (flags === undefined) return [];
  const sources = filesBelow(path, ['.cpp']).filter(belongs);
  const count = Math.ceil(sources.length / BATCH);
  // Dealt out in turn, so that all batches take about the same time.
  return Array.from({ length: count }, (_, k) => ({
    name: `${path.replaceAll('/', '_')}_${belongs === isForWeb ? 'web_' : ''}${k}`,
    sources: sources.filter((_, index) => index % count === k),
    flags,
  }));
}

async function checkBatch(tidy, { name, sources, flags }, common) {
  const hash = createHash('sha256').update(common).update(flags.join(' '));
  for (const source of sources) hash.update(source).update(readFileSync(join(root, source)));
  const digest = hash.digest('hex');
  const stamp = join(folder, `${name}.clean`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return '';

  const report = await checkTogether(tidy, name, sources, flags);
  if (report === '') writeFileSync(stamp, digest);
  return report;
}

async function checkTogether(tidy, name, sources, flags) {
  const file = join(folder, `${name}.cpp`);
  writeFileSync(file, sources.map((source) => `#include "${join(root, source)}"\n`).join(''));
  // The cheapest check there is: does it compile?
  const errors = await check(tidy, file, flags, '-*,readability-string-compare');
  if (errors === '') return check(tidy, file, flags, '-bugprone-suspicious-include');
  if (sources.length === 1) return errors;
  const middle = Math.ceil(sources.length / 2);
  const left = await checkTogether(tidy, `${name}a`, sources.slice(0, middle), flags);
  return left + (await checkTogether(tidy, `${name}b`, sources.slice(middle), flags));
}

async function check(tidy, file, flags, checks) {
  const options = ['--quiet', `--config-file=${join(root, '.clang-tidy')}`, `--checks=${checks}`];
  const { code, text } = await collect(tidy, [...options, file, '--', ...flags]);
  if (code === 0 && !/(warning|error): /.test(text)) return '';
  return text.replaceAll(`${root}/`, '').replace(/^.*(warnings?|errors?) generated\.$\n?/gm, '');
}

/** What every batch depends on: the tool, its settings and all of our headers. */
function commonHash(tidy) {
  const hash = createHash('sha256').update(capture(tidy, ['--version']).stdout);
  hash.update(readFileSync(join(root, '.clang-tidy')));
  for (const header of filesBelow('wasm', ['.h'])) {
    hash.update(header).update(readFileSync(join(root, header)));
  }
  return hash.digest();
}

const shared = ['-std=c++20', '-Iwasm/engine', '-DTAILCRAFT_VERSION=""'];

function nativeFlags() {
  return [...shared, '-isystem', '/usr/include/eigen3'];
}

/** The bindings need Emscripten's headers; known is where Debian's and the emsdk's clang look. */
function webFlags() {
  const emscripten = findEmscripten();
  const sysroot = emscripten && join(emscripten.folder, 'cache/sysroot');
  if (!sysroot || !existsSync(join(sysroot, 'include/emscripten/bind.h'))) return undefined;
  return [
    ...shared,
    '--target=wasm32-unknown-emscripten',
    `--sysroot=${sysroot}`,
    `-isystem${sysroot}/include/compat`,
    '-D__EMSCRIPTEN__',
    '-fwasm-exceptions',
    '-Iwasm/toolchain/shims',
    '-isystem',
    join(root, 'build/wasm/headers'),
  ];
}
