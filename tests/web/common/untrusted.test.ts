import { expect, test } from 'vitest';
import { fieldsOf, numberOf } from '../../../web/src/common/untrusted';

test.each([
  [0.5, 0.5],
  ['0.5', 0.5],
  [' 1e3 ', 1000],
  ['0', 0],
  ['-0.0e9', -0],
  ['0x10', 16],
  ['', NaN],
  ['  ', NaN],
  ['1,5', NaN],
  [null, NaN],
  [[1], NaN],
  [{ valueOf: (): number => 1 }, NaN],
])('%j is the number %d', (raw, value) => {
  expect(numberOf(raw)).toBe(value);
});

test('a number that is too small for a double is none, not zero', () => {
  expect(numberOf('1e-400')).toBeNaN();
  expect(numberOf('-0.001e-330')).toBeNaN();
  expect(numberOf('5e-324')).toBe(5e-324);
});

test('what is no object has no fields', () => {
  for (const raw of [null, undefined, 1, 'text', () => 1]) expect(fieldsOf(raw)).toEqual({});
  expect(fieldsOf({ a: 1 })).toEqual({ a: 1 });
});
