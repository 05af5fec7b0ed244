// Cells of text as numbers: what is one, which one, what is meant as one.

import { describe, expect, it } from 'vitest';
import {
  isGrouped,
  isMeantAsNumber,
  isWhole,
  notANumber,
  numberOf,
  tidy,
} from '../../../../web/src/tensors/text/numbers';

describe('a number', () => {
  it.each([
    ['0', 0],
    ['12', 12],
    ['-12', -12],
    ['+12', 12],
    ['12.', 12],
    ['12.75', 12.75],
    ['.75', 0.75],
    ['-.5', -0.5],
    ['1.25e3', 1250],
    ['1e+10', 1e10],
    ['25E-12', 25e-12],
    ['1,234', 1234],
    ['-12,345', -12345],
    ['1,234,567.25', 1234567.25],
    ['123 456 789', 123456789],
    ["1'234'567", 1234567],
    ['1’234.5', 1234.5],
    ['1\u202f234', 1234],
    ['inf', Infinity],
    ['+Infinity', Infinity],
    ['-inf', -Infinity],
  ])('with a decimal point: %s', (cell, value) => {
    expect(numberOf(cell, '.')).toBe(value);
  });

  it.each([
    ['12', 12],
    ['-12', -12],
    ['12,', 12],
    ['12,75', 12.75],
    [',75', 0.75],
    ['1,25e3', 1250],
    ['1,25e-12', 1.25e-12],
    ['1.234', 1234],
    ['+12.345', 12345],
    ['1.234.567,25', 1234567.25],
    ['1 234 567,5', 1234567.5],
    ["1'234", 1234],
    ['-inf', -Infinity],
  ])('with a decimal comma: %s', (cell, value) => {
    expect(numberOf(cell, ',')).toBe(value);
  });

  it('may be NaN, with a sign too', () => {
    for (const cell of ['nan', 'NaN', '-nan', '+NAN']) expect(numberOf(cell, '.')).toBeNaN();
  });

  it.each([
    ...['', '.', '-', 'e5', '1e', '1e+', '1.2.3', '1..2', '--1', '1-2', 'a1', '1a', '1 2', '0x10'],
    ...['1,23', '12,34,567', '1234,567', "1,234'567", '1,234.5,6', '1,2345', ',234', '1,234e5x'],
    ...['x1,234', '1,234x', 'infinite', 'nano', 'nan1', 'xnan', 'in'],
  ])('is not “%s”, with a decimal point', (cell) => {
    expect(numberOf(cell, '.')).toBeUndefined();
  });

  it.each([
    ...['', ',', '1,2,3', '1.23', '12.34.567', '1234.567', '1.234,5.6', '.5', '1,5e', 'x1,5'],
    ...['1,5x', 'x1.234', '1.234x', '1,e+', '1.2345'],
  ])('is not “%s”, with a decimal comma', (cell) => {
    expect(numberOf(cell, ',')).toBeUndefined();
  });

  it('is grouped where a mark sets thousands apart, and nowhere else', () => {
    const grouped = (decimal: '.' | ',') =>
      ['1234', '1,234', '1.234', '1 234', '1.5', '1,5'].filter((cell) => isGrouped(cell, decimal));
    expect(grouped('.')).toEqual(['1,234', '1 234']);
    expect(grouped(',')).toEqual(['1.234', '1 234']);
  });

  it('is whole with nothing but zeros behind its point or comma', () => {
    const cells = ['3', '-3', '+30', '3.', '3.0', '3,000', '3.5', '3.01', 'x3', '3x', '.0', '3;0'];
    expect(cells.filter(isWhole)).toEqual(['3', '-3', '+30', '3.', '3.0', '3,000']);
  });

  it('is judged without blanks around it, with the minus sign of keyboards', () => {
    expect(tidy(' \t\u22121e\u22125 ')).toBe('-1e-5');
  });
});

describe('a cell that is no number', () => {
  it.each([
    ...['NA', 'n/a', '#N/A', '#na', 'null', 'None', 'nil', 'missing', '-', '--', '?', '.'],
    ...[
      'nan',
      '-NaN',
      '#nan',
      'NaNQ',
      'nan(ind)',
      'inf.',
      '+Infinity',
      '1.#INF',
      '-1.#IND00',
      '1.#QNAN',
    ],
    ...['1.5%', '$12', '-$ 1,200.50', '€ 1.200', '12 €', '1_000', '1.5d-3', '2q10', '- 5', '1,5,7'],
    ...[
      '0x1F',
      '-0x1.8p3',
      '0x1.8p-10',
      '(12.5)',
      '( 1,200 )',
      '1+2j',
      '(1.5e-3-2e10i)',
      '-1.5+.5j',
    ],
  ])('is meant as one when it is “%s”', (cell) => {
    expect(isMeantAsNumber(cell)).toBe(true);
  });

  it.each([
    ...[
      '',
      'a',
      'w1',
      'layer.0',
      '1st',
      'x1',
      '3d_model',
      'e5',
      'na_count',
      'nullable',
      'missing3',
    ],
    ...['info', 'inflow', 'inf_norm', 'nano', 'nan_count', 'nanny', 'xinf', 'banana'],
    ...['0xyz', 'a0x1F', '(a)', '(12', '12)', '1+2', '1+2k', '12 m', 'R2-D2', '%', '#1'],
  ])('is a name when it is “%s”', (cell) => {
    expect(isMeantAsNumber(cell)).toBe(false);
  });

  it.each([
    ['', 'an empty cell'],
    ['N/A', 'a missing value'],
    ['5%', 'write percentages as fractions'],
    ['-0x1F', 'write it in decimal'],
    ['1.5D-3', 'write Fortran’s exponents with e'],
    ['1_000', 'write it without _'],
    ['(1+2j)', 'perhaps a complex one'],
  ])('“%s” is told with what to do', (cell, words) => {
    expect(notANumber(cell)).toContain(words);
  });

  it('is only quoted where nothing is known of it', () => {
    for (const cell of ['abc', 'hi', 'a_b', 'x1d5', '1.5d', 'a0x1']) {
      expect(notANumber(cell)).toBe(`“${cell}” and not a number`);
    }
  });
});
