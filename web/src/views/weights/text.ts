// What was found about given weights, in words.

import type { MatrixFacts, MatrixReport } from '../../engine/protocol/matrix_calls';
import type { Layer } from '../../state/layers';
import { isWhole } from '../../tensors/dtype';
import type { Size } from '../../tensors/matrix';
import { formatCount, formatNumber } from '../../common/format';
import { noTailText, supportName } from '../../content/verdicts';

export function sizeText({ rows, cols }: Size): string {
  return `${formatCount(rows)} × ${formatCount(cols)}`;
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'a number' : shape.map(formatCount).join(' × ');
}

/** Fewer eigenvalues than this say little about a tail. */
export const FEW = 50;

/** Why a layer was not measured; empty when it was. */
export function failureText(report: MatrixReport): string {
  switch (report.status) {
    case 'ok':
      return '';
    case 'zero':
      return 'All its entries are zero.';
    case 'not-finite': {
      const { nan, infinite, row, column } = report.nonFinite;
      const total = report.size.rows * report.size.cols;
      const kinds = [
        nan > 0 && `${formatCount(nan)} NaN`,
        infinite > 0 && `${formatCount(infinite)} infinite`,
      ];
      return (
        `${formatCount(nan + infinite)} of its ${formatCount(total)} entries are not finite ` +
        `(${kinds.filter(Boolean).join(', ')}), the first in row ${row}, column ${column}. ` +
        'A spectrum needs all of them.'
      );
    }
  }
}

/** The shuffled matrix beside the measured one: is the tail in the entries or between them? */
export function shuffledText({ snapshot, shuffled, mean }: MatrixFacts): string {
  const largest = shuffled?.at(-1);
  if (largest === undefined || !(largest > 0)) return '';
  const ratio = snapshot.lambdaMax / largest;
  const numbers = `λ₁ is ${formatNumber(snapshot.lambdaMax)}, and ${formatNumber(largest)} with the same entries in random order`;
  if (ratio > 1.15) {
    return `${numbers}: what stands out is in how the entries are arranged, not in their sizes.`;
  }
  if (mean?.detached) return `${numbers}: what stands out is their mean, which no order changes.`;
  return snapshot.spikes > 0
    ? `${numbers}: what stands out comes from single large entries, not from how they are arranged.`
    : `${numbers}: nothing in the arrangement of the entries stands out.`;
}

export function entriesText({ entries, mean }: MatrixFacts, isCentred: boolean): string {
  const { deviation, least, most, excessKurtosis } = entries;
  const range = `Entries from ${formatNumber(least)} to ${formatNumber(most)}, mean ${formatNumber(entries.mean, 2)}, standard deviation ${formatNumber(deviation)}, excess kurtosis ${formatNumber(excessKurtosis, 2)} (0 for normal entries).`;
  if (isCentred) return `${range} Their mean was subtracted before the spectrum was computed.`;
  if (mean === null) return range;
  return mean.detached
    ? `${range} Their mean alone, a matrix of rank one, puts an eigenvalue near ${formatNumber(mean.eigenvalue)}, outside the bulk.`
    : `${range} Their mean is too small to leave a mark in the spectrum.`;
}

/** What to keep in mind when reading the numbers of a layer. */
export function caveatText({ settings, entry }: Layer, facts: MatrixFacts, whole: Size): string {
  const { snapshot, size } = facts;
  const parts: string[] = [];
  const p = snapshot.eigenvalues.length;
  if (settings.sample) {
    parts.push(
      `This is a sample: ${sizeText(size)} rows and columns drawn from ${sizeText(whole)}. It is a matrix of its own. ` +
        'The scale of its bulk is that of the whole; spikes are weaker in it, and exponents and ranks are not those of the whole.',
    );
  }
  if (p < FEW) {
    parts.push(
      `With ${p} eigenvalues every statement about a tail is weak, and the classifier’s limits were not made for so few.`,
    );
  }
  parts.push(...rankText(facts));
  if (entry && isWhole(entry.dtype) && facts.entries.most - facts.entries.least > 200) {
    parts.push(
      `Its entries are whole numbers from ${formatNumber(facts.entries.least)} to ${formatNumber(facts.entries.most)}. If they are quantised weights, packed or with scales beside them, this spectrum means nothing: save the layer dequantised.`,
    );
  }
  const noTail = noTailText(snapshot.hill);
  if (noTail !== '') parts.push(noTail);
  return parts.join(' ');
}

/** What its rank is, and what cannot be known of the rest. */
function rankText({ snapshot, size, exponent }: MatrixFacts): string[] {
  const { rank, rows, columns, resolution, bulk } = snapshot;
  const p = snapshot.eigenvalues.length;
  const parts: string[] = [];
  if (exponent !== 0) {
    parts.push(
      `Squares of its entries leave the range of a double: every λ shown is that of 2^${exponent} times the matrix.`,
    );
  }
  if (rows < size.rows || columns < size.cols) {
    const dead = [
      rows < size.rows && `${formatCount(size.rows - rows)} of its rows`,
      columns < size.cols && `${formatCount(size.cols - columns)} of its columns`,
    ];
    parts.push(
      `${dead.filter(Boolean).join(' and ')} are zero, or vanish beside the largest entries: the law of noise is that of the ${sizeText({ rows, cols: columns })} that are left.`,
    );
  }
  if (rank < p) {
    parts.push(
      `${formatCount(p - rank)} of ${formatCount(p)} eigenvalues cannot be told from zero: they lie at or below ${formatNumber(resolution, 2)}, ` +
        `which is what rounding of the entries leaves. Its rank is ${formatCount(rank)}; fits, ranks and the phase use what is above.`,
    );
  }
  if (!(bulk.scale > 0)) {
    parts.push('Too few of its directions are resolved to fit a bulk to them.');
  }
  return parts;
}

export function verdictWord({ verdict, snapshot }: MatrixFacts): string {
  return supportName(verdict, snapshot.phase);
}
