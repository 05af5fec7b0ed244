// Test loss against the exponent of the tail over the steps of a run: a path that shows whether both
// fall together, and when they part.

import { formatNumber } from '../../common/format';
import type { ColorName, LineSpec, LinesData } from '../common/lines';

export interface LossPathRun {
  /** "A" or "B" when there are two runs; empty for one. */
  letter: string;
  run: 0 | 1;
  steps: readonly number[];
  /** NaN where no tail was found. */
  alpha: readonly number[];
  loss: readonly number[];
}

export interface LossPathData {
  /** Title of the exponent. */
  exponent: string;
  kind: 'linear' | 'log';
  runs: readonly LossPathRun[];
  /** Step on display. */
  cursor: number;
}

/** Steps that are named beside a path, its ends among them. */
const NAMED = 6;
/** A loss that spans more than this factor has a log axis. */
const WIDE = 20;

export function lossPath(d: LossPathData): LinesData {
  const color = ({ run }: LossPathRun): ColorName => (run === 0 ? 'run-a' : 'run-b');
  const paths = d.runs.map((run): LineSpec => ({
    name: run.letter,
    x: run.alpha,
    y: run.loss,
    origin: 'measured',
    color: color(run),
    form: 'path',
    label: null,
    named: namedSteps(run),
  }));
  const now = d.runs.flatMap((run): LineSpec[] => {
    const i = run.steps.indexOf(d.cursor);
    const at = { x: [run.alpha[i] ?? NaN], y: [run.loss[i] ?? NaN] };
    return i < 0
      ? []
      : [{ name: '', ...at, origin: 'measured', color: color(run), form: 'ring', label: null }];
  });
  const losses = d.runs.flatMap((r) => r.loss.filter((v, i) => isDrawn(v) && isDrawn(r.alpha[i])));
  const isWide = Math.min(...losses) > 0 && Math.max(...losses) > WIDE * Math.min(...losses);
  return {
    x: { kind: d.kind, title: d.exponent },
    y: { kind: isWide ? 'log' : 'linear', title: 'test loss' },
    lines: [...paths, ...now],
    marks: [],
    sentence: sentence(d),
    table: {
      columns: ['run', 'step', d.exponent, 'test loss'],
      rows: d.runs.flatMap((r) =>
        r.steps.map((t, i) => [r.letter || 'A', t, r.alpha[i] ?? NaN, r.loss[i] ?? NaN]),
      ),
    },
  };
}

const isDrawn = (v: number | undefined): boolean => v !== undefined && Number.isFinite(v);

/** Which points carry their step: the ends, and some on the way. */
function namedSteps(r: LossPathRun): { at: number; text: string }[] {
  const drawn = r.steps.flatMap((_, i) => (isDrawn(r.alpha[i]) && isDrawn(r.loss[i]) ? [i] : []));
  const last = drawn.length - 1;
  const stride = Math.max(1, Math.ceil(last / (NAMED - 1)));
  return drawn.flatMap((at, k) => {
    if (k !== last && (k % stride !== 0 || last - k < stride / 2)) return [];
    const text = k === 0 ? `step ${r.steps[at] ?? 0}` : String(r.steps[at] ?? 0);
    return [{ at, text: r.letter && (k === 0 || k === last) ? `${r.letter}, ${text}` : text }];
  });
}

function sentence({ exponent, runs }: LossPathData): string {
  const parts = runs.map((r) => {
    const i = r.steps.flatMap((_, k) => (isDrawn(r.alpha[k]) && isDrawn(r.loss[k]) ? [k] : []));
    const [first, last] = [i[0], i.at(-1)];
    if (first === undefined || last === undefined) return 'no step has both numbers';
    const ends = (values: readonly number[]): string =>
      `${formatNumber(values[first] ?? NaN)} to ${formatNumber(values[last] ?? NaN)}`;

    return (
      `${r.letter ? `run ${r.letter}, ` : ''}steps ${r.steps[first] ?? 0} to ${r.steps[last] ?? 0}: ${exponent} from ` +
      `${ends(r.alpha)}, test loss from ${ends(r.loss)}`
    );
  });
  return `Test loss against ${exponent} over the steps; ${parts.join('; ')}.`;
}
