// What a file is, judged by its content under every name.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { concat, named, npy, zip, type Bytes } from '../files';

const text = (s: string): Bytes => new TextEncoder().encode(s);
const latin = (s: string): Bytes => Uint8Array.from(s.split(/(?:)/u), (c) => c.charCodeAt(0));
const padded = (s: string): Bytes => concat(latin(s), new Uint8Array(300).fill(7));

const POINTER = (size: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${'01'.repeat(32)}\nsize ${size}\n`;

const KINDS: readonly [string, Bytes, RegExp][] = [
  ['a pointer', text(POINTER('548118077')), /Git LFS pointer.*\(548 MB\).*git lfs pull/],
  ['a pointer without a size', text(POINTER('x')), /Git LFS pointer: the weights themselves were/],
  ['an annexed file', text('/annex/objects/MD5E-s1048576--d41d8cd9.npy\n'), /git-annex.*1 MB/],
  [
    'a relative annexed file',
    text('../../.git/annex/objects/aa/bb/SHA256E-s5000000--x/y'),
    /git-annex.*5 MB/,
  ],
  [
    'a sign-in page',
    text('<!DOCTYPE html>\n<html><head><title>Sign in</title>'),
    /web page, “Sign in”/,
  ],
  ['a page', text('  <html lang=en><body>404</body></html>'), /web page/],
  [
    'a bucket’s error',
    text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    /error message.*“AccessDenied”/,
  ],
  [
    'a JSON error',
    text('{"error": "Access to model x is restricted."}'),
    /error message of the server, “Access to model x is restricted.”/,
  ],
  ['a nested JSON error', text('{"detail":"Not found."}'), /“Not found.”/],
  [
    'a list of parts',
    text(
      '{"metadata":{"total_size":1},"weight_map":{"a":"m-00001-of-00002.safetensors","b":"m-00002-of-00002.safetensors"}}',
    ),
    /list of the parts.*m-00001-of-00002.safetensors and 1 more/,
  ],
  ['a configuration', text('{"architectures": ["GPT2LMHeadModel"]}'), /configuration of a model/],
  [
    'a pointer of DVC',
    text('outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 37891850\n  path: w.npy\n'),
    /pointer to the weights.*38 MB.*dvc pull/,
  ],
  [
    'a pointer of Xet',
    text('# xet version 0\nfilesize = 548118077\nhash = "ab"\n'),
    /pointer to the weights.*548 MB.*git xet/,
  ],
  ['a list in braces', text('{{0.5, 1.5}, {-2, 3}}'), /list in brackets/],
  ['MATLAB 7.3', padded('MATLAB 7.3 MAT-file, Platform: GLNXA64'), /MATLAB file/],
  ['Core ML', padded('\x08\x04\x12\x40'), /Core ML/],
  ['other JSON', text('{"a": 1}'), /JSON, not weights/],
  ['an error text', text('Entry not found'), /text that begins “Entry not found”/],
  ['HDF5', padded('\x89HDF\r\n\x1a\n'), /HDF5/],
  ['GGUF', padded('GGUF\x03\0\0\0'), /GGUF/],
  ['ONNX', padded('\x08\x07\x12\x07pytorch\x1a\x052.0.0'), /ONNX/],
  ['TensorFlow Lite', padded('\x1c\0\0\0TFL3'), /TensorFlow Lite/],
  ['a pickle', padded('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.'), /Python pickle.*save_file/],
  ['Parquet', padded('PAR1'), /Parquet/],
  [
    'a tar archive',
    concat(new Uint8Array(257).fill(65), latin('ustar\x0000'), new Uint8Array(300)),
    /tar archive/,
  ],
  ['bzip2', padded('BZh91AY&SY'), /bzip2/],
  ['Zstandard', padded('\x28\xb5\x2f\xfd'), /Zstandard/],
  ['a picture', padded('\x89PNG\r\n\x1a\n'), /picture/],
  ['a PDF', padded('%PDF-1.7'), /PDF/],
  ['an old workbook', padded('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), /old Excel/],
  ['zeros', new Uint8Array(4096), /nothing but zeros/],
];

describe('a file that is no weights', () => {
  it.each(KINDS)('is named under every suffix: %s', async (_what, bytes, message) => {
    for (const name of ['m.safetensors', 'w.npy', 'w.npz', 'w.csv', 'w.bin', 'w']) {
      await expect(openTensors(named(name, bytes)), name).rejects.toThrow(message);
    }
  });

  const member = (name: string): { name: string; bytes: Bytes } => ({ name, bytes: text('x') });
  it.each<[string, string[], RegExp]>([
    ['PyTorch', ['archive/data.pkl', 'archive/data/0'], /PyTorch.*safetensors/],
    ['Excel', ['[Content_Types].xml', 'xl/workbook.xml'], /Excel.*\.csv/],
    ['Word', ['[Content_Types].xml', 'word/document.xml'], /Word/],
    ['Keras', ['metadata.json', 'config.json', 'model.weights.h5'], /Keras/],
    ['OpenDocument', ['mimetype', 'content.xml'], /OpenDocument/],
    [
      'something else',
      ['a.txt', 'b/c.bin'],
      /no array in this archive; it holds “a.txt” and “b\/c.bin”/,
    ],
  ])('is named by what its archive holds: %s', async (_what, names, message) => {
    const bytes = zip(names.map(member));
    for (const name of ['w.npz', 'w.zip', 'w.pt', 'w.keras']) {
      await expect(openTensors(named(name, bytes)), name).rejects.toThrow(message);
    }
  });

  it('is an empty archive', async () => {
    await expect(openTensors(named('w.npz', zip([])))).rejects.toThrow(/nothing in it/);
  });

  it.each([
    ['w.bin', /TensorFlow.js/],
    ['w.npy', /mark of that format/],
    ['w.safetensors', /header of that format/],
    ['w.xyz', /not known here/],
  ])('is bytes without a mark under %s', async (name, message) => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * 89 + 130) & 255);
    await expect(openTensors(named(name, bytes))).rejects.toThrow(message);
  });
});

describe('gzip', () => {
  it('is unpacked, whatever it holds', async () => {
    const array = npy("'<f4'", '2, 3', new Float32Array(6));
    const files: [string, Uint8Array, string][] = [
      ['w.npy.gz', array, 'NumPy, packed by gzip'],
      ['w.csv.gz', text('1,2.5\n3,4\n'), 'text, packed by gzip'],
      ['w.npy', array, 'NumPy, packed by gzip'],
    ];
    for (const [name, bytes, format] of files) {
      const file = await openTensors(named(name, new Uint8Array(gzipSync(bytes))));
      expect([file.name, file.format, file.tensors.length]).toEqual([name, format, 1]);
    }
  });

  it('is named when it is damaged, and so is what is packed twice', async () => {
    const packed = new Uint8Array(gzipSync(text('1,2\n'.repeat(2000))));
    packed.fill(255, 12, 40);
    await expect(openTensors(named('w.csv.gz', packed))).rejects.toThrow(/damaged/);
    const twice = new Uint8Array(gzipSync(gzipSync('1,2')));
    await expect(openTensors(named('w.csv.gz', twice))).rejects.toThrow(/twice/);
  });
});
