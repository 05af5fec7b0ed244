// Tables as files: what a spreadsheet reads is what stood on the page, and nothing of it is run.

import { expect, it } from 'vitest';
import { csv } from '../../../../web/src/views/figures/csv';

const line = (...cells: (number | string)[]): string =>
  csv({ columns: ['c'], rows: [cells] })
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n');

it.each<[number | string, string]>([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
  ['old\rMac', '"old\rMac"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['+1', '+1'],
  ['+1+cmd', "'+1+cmd"],
  ['-layer', "'-layer"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  [-1.5, '-1.5'],
  [1e-300, '1e-300'],
])('%j is written as %j', (cell, text) => {
  expect(line(cell)).toBe(text);
});
