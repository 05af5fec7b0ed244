// The .npy reader in the module, where sizes have 32 bits: the cases that the native tests read.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadEngine } from '../../web/cli/load_engine';

interface NpyCase {
  what: string;
  header: string;
  version?: number;
  /** Length of the header as the file states it. */
  length?: number;
  data: number[];
  shape?: number[];
  numbers?: number[];
  reason?: string;
}

const file = new URL('../fixtures/npy_cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as NpyCase[];
const engine = await loadEngine();

function fileOf({ header, version = 1, length = header.length, data }: NpyCase): Uint8Array {
  const bytes = [0x93, ...new TextEncoder().encode('NUMPY'), version, 0];
  for (let k = 0; k < (version === 1 ? 2 : 4); ++k) bytes.push((length >>> (8 * k)) & 255);
  return new Uint8Array([...bytes, ...new TextEncoder().encode(header), ...data]);
}

it.each(cases.map((c) => [c.what, c] as const))('%s', (_what, given) => {
  if (given.reason !== undefined) {
    const message = `not a readable .npy file: ${given.reason}`;
    expect(() => engine.parseNpy(fileOf(given))).toThrow(new Error(message));
    return;
  }
  const { shape, data } = engine.parseNpy(fileOf(given));
  expect(shape).toEqual(given.shape);
  expect([...data].map((x) => x + 0)).toEqual(given.numbers);
});
