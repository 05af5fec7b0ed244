// Why the spectrum was given its phase: the classifier's questions in order, with what was measured
// against which limit, and how unlikely each outlier is as the largest eigenvalue of noise.

import { PHASES } from '../../config/metrics/phases';
import { criterionRows, formatP } from '../../content/verdicts';
import { formatNumber } from '../../common/format';
import { lambdaName } from '../../charts/spectrum/data';
import type { BulkLaw } from '@engine';
import type { PhaseReport } from '../../engine/protocol/theory_calls';
import type { Store } from '../../state/store';
import { h, setText } from '../common/dom';
import { roomFor } from '../common/room';
import type { Subject, TheoryPart } from '../common/step_on_display';
import { NumberTable, type NumberRow } from '../common/number_table';
import { OnDemand } from '../common/on_demand';

/** Outliers listed; a heavy tail has dozens. */
const LISTED = 8;

export class PhasePart implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict: HTMLElement;
  private readonly criteria = new NumberTable(
    'Criteria of the phase',
    ['question', 'measured', 'limit', 'answer'],
    5,
    ['', '−0.88; −8.88', '> 0.88; > 0.88', `no outlier → ${PHASES['random-like'].name} ◂`],
  );
  private readonly bulk = new NumberTable(
    'Laws of the bulk',
    ['Marchenko–Pastur law', 'scale s', 'aspect', 'edges', 'KS distance'],
    3,
    ['', '0.00888', '88.8', '8.88·10⁻⁵ – 88,888', '0.888'],
  );
  private readonly outliers: NumberTable;
  private readonly more = h('p', { class: 'note' }, '\u00a0');
  private readonly report: OnDemand<{ report: PhaseReport; subject: Subject }>;

  /** @param reference  the law that `initialBulk` of the snapshots is */
  constructor(
    store: Store,
    private readonly reference = { column: 'initial law', scale: 'that of W₀' },
  ) {
    this.outliers = new NumberTable(
      'Outliers',
      ['outlier', 'λ, measured', 'p, fitted bulk', `p, ${reference.column}`],
      LISTED,
      ['', '8.888·10⁸', '< 0.001', '< 0.001'],
    );
    this.report = new OnDemand<{ report: PhaseReport; subject: Subject }>({
      draw: ({ report, subject }) => this.draw(report, subject),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    const verdict = h('p', { class: 'verdict' });
    this.verdict = roomFor(
      verdict,
      Object.values(PHASES).map(({ name, meaning }) => `${name}. ${meaning}`),
    );
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'Evidence for the phase' },
      h('h3', {}, 'Evidence for the phase'),
      verdict,
      h(
        'div',
        { class: 'theory-pair' },
        h(
          'div',
          {},
          this.criteria.element,
          h(
            'p',
            { class: 'caption' },
            'The questions are asked from top to bottom, and the first that settles it decides (◂). Mass: share of Σλ, and the ' +
              'gap below the group in ranges of the nine eigenvalues that follow. Outliers lie above the Tracy–Widom line of the fitted bulk. Reach: mean of ' +
              'log(λ/median) over the upper half, beyond that of the Marchenko–Pastur law of this shape. ' +
              'Phases after Martin and Mahoney 2021 (JMLR 22, section 4); the limits are this page’s own.',
          ),
          this.bulk.element,
          h(
            'p',
            { class: 'caption' },
            `Is the bulk that of a random matrix? First the law whose scale is ${reference.scale}, against all eigenvalues; then the law fitted to the bulk, outliers left out; the same ` +
              'with the aspect ratio, longer over shorter side, left free: where it moves away from that of W, the entries are not independent.',
          ),
        ),
        h(
          'div',
          {},
          this.outliers.element,
          this.more,
          h(
            'p',
            { class: 'caption' },
            'Probability that the largest eigenvalue of pure noise lies this far out: Tracy–Widom law with ' +
              `Johnstone’s centre and width (2001), for the scale of the fitted bulk and for ${reference.scale}. ` +
              'Each is judged as if it were the largest, so p values after the first are too cautious.',
          ),
        ),
      ),
    );
  }

  render(subject: Subject): void {
    const { key, runner, snapshot } = subject;
    const { eigenvalues, resolution, rows, columns, bulk, initialBulk } = snapshot;
    this.report.want(key, async () => ({
      report: await runner.call('phase', {
        eigenvalues,
        resolution,
        rows,
        columns,
        scale: bulk.scale,
        initialScale: initialBulk.scale,
      }),
      subject,
    }));
  }

  retheme(): void {
    // No figure here.
  }

  private draw(report: PhaseReport, subject: Subject): void {
    const { verdict, outliers, pFitted, pInitial, shape } = report;
    const { name, meaning } = PHASES[verdict.phase];
    setText(this.verdict, `${name}. ${meaning}`);
    this.criteria.fill(
      criterionRows(verdict).map(({ question, measured, limit, answer, decides }) => ({
        cells: [question, measured, limit, decides ? `${answer} ◂` : answer],
        strong: decides,
      })),
    );
    const { initialBulk, bulk, rows, columns } = subject.snapshot;
    const aspect = Math.max(rows, columns) / Math.min(rows, columns);
    this.bulk.fill([
      lawRow(this.reference.column, initialBulk, aspect),
      lawRow('scale fitted', bulk, aspect),
      lawRow('scale and aspect fitted', shape, shape.aspect),
    ]);
    this.outliers.fill(
      Array.from({ length: LISTED }, (_, i) => {
        const lambda = outliers[i];
        return lambda === undefined
          ? { cells: [i === 0 ? 'none' : '\u00a0', '', '', ''] }
          : {
              cells: [
                lambdaName(i + 1),
                formatNumber(lambda, 4),
                formatP(pFitted[i] ?? NaN),
                formatP(pInitial[i] ?? NaN),
              ],
            };
      }),
    );
    const rest = outliers.length - LISTED;
    setText(this.more, rest > 0 ? `… and ${rest} more above the line.` : '\u00a0');
  }
}

function lawRow(name: string, law: BulkLaw, aspect: number): NumberRow {
  const has = Number.isFinite(law.upper);
  const edges = has ? `${formatNumber(law.lower)} – ${formatNumber(law.upper)}` : '–';
  const distance = Number.isFinite(law.ksDistance) ? law.ksDistance.toFixed(3) : '–';
  return { cells: [name, formatNumber(law.scale), formatNumber(aspect), edges, distance] };
}
