// Tables of text: how the numbers are written, what stands beside them, and what is said about both.

import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { readSource } from '../../../../web/src/tensors/source';
import type { TextReading } from '../../../../web/src/tensors/text_reading';
import { uniform } from '../../../../web/src/tensors/random';
import { named, type Bytes } from '../files';

interface Read {
  shape: readonly number[];
  numbers: number[];
  /** Notes and sentences about choices. */
  said: string;
  choices: readonly { label: string; reading: TextReading }[];
}

async function read(
  text: string | Bytes,
  reading: TextReading = {},
  name = 'w.csv',
): Promise<Read> {
  const { tensors, notes = [], choices = [] } = await openTensors(named(name, text), reading);
  const bytes = await readSource(tensors[0]!.source);
  return {
    shape: tensors[0]!.shape,
    numbers: [...new Float64Array(bytes.buffer)],
    said: [...choices.map((c) => c.sentence), ...notes].join(' '),
    choices,
  };
}

const SIX = [1, -2, 3, 4.5, 5, -6];

describe('numbers', () => {
  it.each([
    ['commas', '1,-2,3\n4.5,5,-6\n'],
    ['semicolons and CRLF', '1;-2;3\r\n4.5;5;-6'],
    ['Mac line ends', '1;-2;3\r4.5;5;-6\r'],
    ['tabs', '1\t-2\t3\n4.5\t5\t-6'],
    ['blanks', '  1 -2   3\n4.5 5 -6'],
    ['tabs and blanks', '1 \t-2 3\n4.5\t 5 -6'],
    ['bars', '1|-2|3\n4.5|5|-6'],
    ['a line of names', 'a,b,c\n1,-2,3\n4.5,5,-6'],
    ['names that begin like infinity or NaN', 'info,inflow,nano\n1,-2,3\n4.5,5,-6'],
    [
      'comments and empty lines',
      '# made by hand\n% or by a program\n1,-2,3\n\n// so\n4.5,5,-6\n\n',
    ],
    ['quotes and exponents', '"1",-2e0,30E-1\n4.5,5.,-6'],
    ['a closing comma', '1,-2,3,\n4.5,5,-6,'],
    ['decimal commas', '1,0;-2;3\n4,5;5;-6'],
    ['decimal commas between blanks', '1,0 -2,0 3,0\n4,5 5,0 -6,0'],
    ['decimal commas in quotes', '"1,0","-2,0","3,0"\n"4,5","5,0","-6,0"'],
    ['a line that names the mark', 'sep=;\n1,0;-2;3\n4,5;5;-6'],
    ['the minus sign of typesetters', '1,\u22122,3\n45e\u22121,5,\u22126'],
    ['a trailing Ctrl-Z', '1,-2,3\n4.5,5,-6\n\x1a'],
    ['names of rows', ',x,y,z\nr,1,-2,3\ns,4.5,5,-6'],
    ['names one fewer, as R writes them', 'x y z\nr 1 -2 3\ns 4.5 5 -6'],
    ['an unnamed last column', 'a,b,\n1,-2,3\n4.5,5,-6'],
  ])('are read, set apart by %s', async (_what, text) => {
    const { shape, numbers } = await read(text);
    expect(shape).toEqual([2, 3]);
    expect(numbers).toEqual(SIX);
  });

  const GROUPS = [1234567.5, -89, 1000, 2345];
  it.each([
    ['Switzerland', "1'234'567.5;-89\n1'000;2'345"],
    ['Germany', '1.234.567,5;-89\n1.000,0;2.345'],
    ['France', '1\u202f234\u202f567,5;-89\n1\u00a0000;2\u00a0345'],
    ['America', '"1,234,567.5","-89"\n"1,000","2,345"'],
    ['Norway', '1 234 567,5\t-89\n1 000\t2 345'],
  ])('in groups of thousands are read as written in %s', async (_where, text) => {
    expect((await read(text)).numbers).toEqual(GROUPS);
  });

  it.each([
    ['1,2,3\n4,5\n', /line 2 has 2 cells, others have 3/],
    ['1,2\n3,abc\n', /line 2, column 2 is “abc” and not a number/],
    ['a,b\n<img src=x>,2\n', /line 2, column 1 is “<img src=x>”/],
    ['1,,3\n1,2,3', /line 1, column 2 is “”.*empty cell/],
    ['a,b,c\n1,2,\n3,4,5', /line 2, column 3 is “”.*empty cell/],
    ['NA,NA\n1,2\n3,4', /line 1, column 1 is “NA” .*missing/],
    ['1,NA\n2,3', /line 1, column 2 is “NA” .*missing/],
    ['[[1, 2], [3, 4]]', /list in brackets/],
    ['[1 2; 3 4]', /list in brackets/],
    ['5%,7%\n1,2\n3,4', /line 1, column 1 is “5%” .*fractions/],
    ['1_000,2_000\n1,2\n3,4', /line 1, column 1 is “1_000”/],
    ['1.5D+00 2.5D+00\n1 2\n3 4', /line 1, column 1 is “1.5D\+00” .*Fortran/],
    ['0x1.8p+1,0x1p+0\n1,2\n3,4', /line 1, column 1 is “0x1.8p\+1” .*decimal/],
    ['$5,$6\n1,2\n3,4', /line 1, column 1 is “\$5”/],
    ['1+2j,2-1j\n1,2\n3,4', /line 1, column 1 is “1\+2j”.*complex/],
    ['1,"2\n3,4', /quotation mark in line 1 is not closed/],
    ['1,2\n3,\u202e4', /“\\u\{202E\}4”/],
    ['sep=;\n1;2\n3;x', /line 3, column 2/],
    ['# nothing\n', /no number/],
  ])('are missed in %j, and it is said where', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('may be nan and inf', async () => {
    expect((await read('nan\t-inf\n1\t2')).numbers).toEqual([NaN, -Infinity, 1, 2]);
  });
});

describe('one number a line', () => {
  it.each([
    ['0,5\n0,25\n1,75\n', [0.5, 0.25, 1.75]],
    ['-52,585\n106,288\n2072,918', [-52.585, 106.288, 2072.918]],
    ['1 234\n56 789\n12 345', [1234, 56789, 12345]],
  ])('%j is not cut in two, and the other reading is offered', async (text, right) => {
    const { shape, numbers, said, choices } = await read(text);
    expect([shape, numbers]).toEqual([[3, 1], right]);
    expect(said).toMatch(/one number a line/);
    const [other] = choices;
    expect((await read(text, other!.reading)).shape).toEqual([3, 2]);
    const back = (await read(text, other!.reading)).choices[0]!;
    expect((await read(text, back.reading)).shape).toEqual([3, 1]);
  });

  it('pairs of whole numbers stay pairs, and it is said', async () => {
    const { shape, said } = await read('1,2\n3,4\n5,16');
    expect(shape).toEqual([3, 2]);
    expect(said).toMatch(/two numbers a line/);
  });
});

/** Fractions, as weights are. */
const table = (rows: number, cols: number): string[][] =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => (Math.sin(7 * i + j) / 4).toFixed(6)),
  );
const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.join(',')).join('\n');

describe('an index', () => {
  const rows = table(12, 6);
  const plain = rows.flat().map(Number);
  const counted = rows.map((row, i) => [i, ...row]);
  it.each<[string, string]>([
    ['pandas with a header of numbers', csv([[0, 1, 2, 3, 4, 5], ...rows])],
    ['years as names', csv([[1991, 1992, 1993, 1994, 1995, 1996], ...rows])],
    ['some columns of many', csv([[3, 7, 12, 40, 41, 90], ...rows])],
    ['wavelengths as names', csv([[400.5, 401, 401.5, 402, 402.5, 403], ...rows])],
    ['pandas with an index', csv([['', 0, 1, 2, 3, 4, 5], ...counted])],
    ['an index alone', csv(counted)],
    ['row numbers from 1', csv(rows.map((row, i) => [i + 1, ...row]))],
    [
      'an index in disorder',
      csv([['', 'a', 'b', 'c', 'd', 'e', 'f'], ...rows.map((r, i) => [(5 * i) % 12, ...r])]),
    ],
    [
      'R’s write.csv',
      csv([
        ['""', ...'a b c d e f'.split(' ')].map((c) => (c === '""' ? c : `"${c}"`)),
        ...rows.map((r, i) => [`"${i + 1}"`, ...r]),
      ]),
    ],
    ['a named index', csv([['id', 0, 1, 2, 3, 4, 5], ...counted])],
  ])('is left out and said: %s', async (_what, text) => {
    const { shape, numbers, said } = await read(text);
    expect(shape).toEqual([12, 6]);
    expect(numbers).toEqual(plain);
    expect(said).toMatch(/left out|names/);
  });

  it('is read as data when that is asked for, and back', async () => {
    const text = csv([[0, 1, 2, 3, 4, 5], ...rows]);
    const { choices } = await read(text);
    const asData = await read(text, choices[0]!.reading);
    expect(asData.shape).toEqual([13, 6]);
    expect(asData.said).toMatch(/read as data/);
    expect((await read(text, asData.choices[0]!.reading)).shape).toEqual([12, 6]);
  });

  it('is said to be possible in a table of whole numbers', async () => {
    const { shape, said } = await read('1,2,3\n40,2,9\n7,70,1\n3,8,8');
    expect(shape).toEqual([4, 3]);
    expect(said).toMatch(/first row, 1, 2, 3, .*read as data/);
  });

  it('is not seen in fractions', async () => {
    const { shape, said } = await read(csv(rows));
    expect([shape, said]).toEqual([[12, 6], '']);
  });
});

const codes = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

describe('bytes of a text', () => {
  const utf16 = (text: string, big: boolean, mark: boolean): Bytes => {
    const units = codes(`${mark ? '\ufeff' : ''}${text}`);
    return Uint8Array.from(units.flatMap((u) => (big ? [u >> 8, u & 255] : [u & 255, u >> 8])));
  };
  const text = '1,-2,3\n4.5,5,-6\n';
  it.each<[string, Bytes | string]>([
    ['UTF-16 LE', utf16(text, false, true)],
    ['UTF-16 BE', utf16(text, true, true)],
    ['UTF-16 LE without its mark', utf16(text, false, false)],
    ['UTF-16 BE without its mark', utf16(text, true, false)],
    ['UTF-8 with its mark', `\ufeff${text}`],
    ['NULs at the end', `${text}\0\0\0`],
    ['Latin-1 names', Uint8Array.from(codes(`gr\u00f6\u00dfe,\u00e9,z\n${text}`))],
  ])('are read: %s', async (_what, given) => {
    expect((await read(given)).numbers).toEqual(SIX);
  });
});

describe('Matrix Market', () => {
  it.each([
    [
      'array',
      '%%MatrixMarket matrix array real general\n% by column\n2 3\n1\n4.5\n-2\n5\n3\n-6\n',
      SIX,
    ],
    [
      'coordinate',
      '%%MatrixMarket matrix coordinate real general\n2 3 3\n1 1 7\n2 3 -1.5\n1 2 2\n',
      [7, 2, 0, 0, 0, -1.5],
    ],
    [
      'symmetric',
      '%%MatrixMarket matrix coordinate integer symmetric\n2 2 2\n1 1 7\n2 1 3\n',
      [7, 3, 3, 0],
    ],
    ['skew-symmetric', '%%MatrixMarket matrix array real skew-symmetric\n2 2\n3\n', [0, -3, 3, 0]],
    ['pattern', '%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n', [0, 1, 0, 0]],
  ])('is written out: %s', async (_what, text, right) => {
    expect((await read(text, {}, 'w.mtx')).numbers).toEqual(right);
  });

  it.each([
    ['%%MatrixMarket matrix array complex general\n1 1\n1 2\n', /kind not read/],
    ['%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n', /cut off/],
    [
      '%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1\n',
      /line 3 names an entry outside/,
    ],
    ['%%MatrixMarket matrix array real general\n2 2\n1\n2\n', /cut off/],
    ['%%MatrixMarket matrix coordinate real general\n900000 900000 0\n', /too large/],
  ])('%j is refused', async (text, message) => {
    await expect(read(text, {}, 'w.mtx')).rejects.toThrow(message);
  });
});

describe('what a text has rounded', () => {
  const roundoff = async (make: (x: number) => string, whole = false): Promise<number> => {
    const draw = uniform(3);
    const rows = Array.from({ length: 40 }, () =>
      Array.from({ length: 6 }, () => make(whole ? Math.round(40 * draw()) : draw() - 0.5)),
    );
    const text = rows.map((row) => row.join(',')).join('\n');
    const { tensors } = await openTensors(named('w.csv', text));
    return tensors[0]!.roundoff ?? 0;
  };

  it.each([
    ['four decimals', (x: number) => x.toFixed(4), 1e-4],
    ['four decimals, noughts left out', (x: number) => String(Number(x.toFixed(4))), 1e-4],
    ['five digits', (x: number) => String(Number(x.toPrecision(5))), 5e-5],
    ['two decimals with an exponent', (x: number) => x.toExponential(2), 5e-3],
    ['single precision', (x: number) => Math.fround(x).toPrecision(8), 2 ** -24],
  ])('is known of %s', async (_what, make, about) => {
    const found = await roundoff(make);
    expect(found).toBeGreaterThan(about / 3);
    expect(found).toBeLessThan(3 * about);
  });

  it.each([
    ['doubles', String, false],
    ['whole numbers', String, true],
    ['whole numbers written as fractions', (x: number) => x.toFixed(1), true],
    ['quarters', (x: number) => String(x / 4), true],
  ] as const)('is nothing for %s', async (_what, make, whole) => {
    expect(await roundoff(make, whole)).toBe(0);
  });
});

describe('commas that mark more than one thing', () => {
  it('are said to, where they cut every number in two', async () => {
    await expect(read('0,0625,-0,5312\n1,2071,0,0413\n')).rejects.toThrow(
      /between the numbers and mark their decimals as well \(0,0625,-0,5312 …\)/,
    );
    expect((await read('0,1,0,1\n1,0,10,1\n')).shape).toEqual([2, 4]);
  });

  it('are those of thousands beside small whole numbers without any', async () => {
    const text = '"1,234",-560\n78,"-12,345"\n';
    const { numbers, choices, said } = await read(text);
    expect(numbers).toEqual([1234, -560, 78, -12345]);
    expect(said).toContain('1,234 is more than a thousand');
    expect((await read(text, choices[0]!.reading)).numbers).toEqual([1.234, -560, 78, -12.345]);
  });
});

describe('rows, columns and values of single entries', () => {
  it.each([
    ['with names', 'row,col,value\n0,0,0.5\n0,2,1.5\n1,1,-0.25\n2,0,0.75\n2,1,0.1\n'],
    ['with their sizes first', '3 3 4\n1 1 0.5\n1 3 1.5\n2 2 -0.25\n3 1 0.75\n'],
  ])('are not taken for a matrix in silence, %s', async (_what, text) => {
    expect((await read(text)).said).toContain('row and column of one entry each');
  });

  it('are not seen in any three columns', async () => {
    const { said } = await read('1,2,0.5\n3,1,0.25\n2,2,0.5\n4,3,1.5\n5,1,0.5\n');
    expect(said).not.toContain('entry');
  });
});
