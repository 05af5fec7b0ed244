// The tests that draw samples: started by a button, with progress, and stopped by another press.

import { messageOf } from '../../common/errors';
import type { BootstrapSpread, KsRule, TailFit } from '@engine';
import { formatShare } from '../../content/verdicts';
import type { TailTests } from '../../engine/protocol/theory_calls';
import type { Store } from '../../state/store';
import { h, on, setText } from '../common/dom';
import type { Subject } from '../common/step_on_display';
import { NumberTable, type NumberRow } from '../common/number_table';

/** A p value of 0.1 is then known to 0.013. */
const REPLICATES = 500;
const KEPT = 50;

interface State {
  tests: TailTests | null;
  running: boolean;
}

export class TailTestsPanel {
  readonly element: HTMLElement;
  private readonly button = h('button', { type: 'button', class: 'quiet' });
  private readonly bar = h('progress', {
    max: REPLICATES,
    value: 0,
    'aria-label': 'Progress of the bootstrap',
  });
  private readonly status = h('span', { class: 'note', role: 'status' });
  private readonly table = new NumberTable(
    'Bootstrap',
    ['quantity', 'value', 'error, large sample', 'error, bootstrap', '95 % interval'],
    5,
    ['', '< 0.002', '88.88', '888 spectra', '88.88 – 88.88'],
  );
  private readonly states = new Map<string, State>();
  private key = '';
  private subject: Subject | null = null;
  private rule: KsRule = 'robust';

  constructor(private readonly store: Store) {
    on(this.button, 'click', () => this.toggle());
    this.element = h(
      'div',
      { class: 'theory-tests' },
      h('h4', {}, 'How sure is that? Samples drawn again'),
      h('div', { class: 'theory-tools' }, this.button, this.bar, this.status),
      this.table.element,
      h(
        'p',
        { class: 'caption' },
        'Goodness of fit: share of samples of the fitted law that lie farther from their own fit than the eigenvalues do, x_min being searched anew in each ' +
          '(Clauset, Shalizi and Newman 2009, section 4.1); below 0.1 the power law is ruled out. Eigenvalues lie more evenly than ' +
          'independent draws, so it errs in favour of the power law. Errors of α: eigenvalues resampled with replacement (Efron 1979), which ' +
          'overstates how far equal runs differ. Bulk: share of simulated noise spectra (Dumitriu and Edelman 2002) that lie as far ' +
          'from their own Marchenko–Pastur fit.',
      ),
    );
  }

  /** p value of the goodness of fit on display; NaN before the test is done. */
  get goodnessOfFit(): number {
    const tests = this.states.get(this.key)?.tests;
    return tests?.isDone ? tests.goodnessOfFit : NaN;
  }

  render(subject: Subject, rule: KsRule): void {
    const key = `${subject.key} ${rule}`;
    this.subject = subject;
    this.rule = rule;
    if (key === this.key) return;
    const left = this.states.get(this.key);
    if (left) left.running = false;
    this.key = key;
    this.draw();
  }

  private toggle(): void {
    const state = this.states.get(this.key) ?? { tests: null, running: false };
    this.states.set(this.key, state);
    for (const old of this.states.keys()) {
      if (this.states.size <= KEPT) break;
      this.states.delete(old);
    }
    state.running = !state.running;
    if (state.running && this.subject) void this.advance(this.key, state, this.subject);
    this.draw();
  }

  private async advance(id: string, state: State, { runner, snapshot }: Subject): Promise<void> {
    const { eigenvalues, resolution, rows, columns, bulk } = snapshot;
    const request = {
      id,
      eigenvalues,
      resolution,
      rule: this.rule,
      rows,
      columns,
      bulkDistance: bulk.ksDistance,
      replicates: REPLICATES,
    };
    try {
      while (state.running) {
        state.tests = await runner.call('tailTests', request);
        if (state.tests.isDone) state.running = false;
        if (id === this.key) this.draw();
      }
    } catch (error) {
      state.running = false;
      this.draw();
      setText(this.status, messageOf(error));
    }
    // The verdict takes the goodness of fit into account.
    this.store.wake();
  }

  private draw(): void {
    const { tests = null, running = false } = this.states.get(this.key) ?? {};
    this.bar.value = tests?.replicates ?? 0;
    const isDone = tests?.isDone === true;
    this.button.disabled = isDone;
    setText(
      this.button,
      isDone ? 'Tested' : running ? 'Stop' : tests ? 'Go on' : `Draw ${REPLICATES} samples`,
    );
    setText(this.status, tests ? `${tests.replicates} of ${REPLICATES} samples` : '');
    this.table.fill(rowsOf(tests, this.subject, this.rule));
  }
}

function rowsOf(t: TailTests | null, subject: Subject | null, rule: KsRule): NumberRow[] {
  if (!subject) return [];
  const { hill, ks, ksRobust, bulk } = subject.snapshot;
  const alpha = (name: string, fit: TailFit, spread: BootstrapSpread | undefined): NumberRow => ({
    cells: [
      name,
      fixed(fit.alpha),
      fixed(fit.standardError),
      fixed(spread?.standardError),
      interval(spread),
    ],
  });
  const error = t && Number.isFinite(t.goodnessError) ? `± ${t.goodnessError.toFixed(3)}` : '';
  return [
    {
      cells: [
        `goodness of fit p, ${rule} rule`,
        formatShare(t?.goodnessOfFit ?? NaN, t?.replicates ?? 1),
        '',
        error,
        '',
      ],
    },
    alpha('α Hill', hill, t?.hill),
    alpha('α KS robust', ksRobust, t?.ksRobust),
    alpha('α KS reference', ks, t?.ks),
    {
      cells: [
        `bulk fit p (KS ${fixed(bulk.ksDistance, 3)})`,
        formatShare(t?.bulkPValue ?? NaN, t?.bulkReplicates ?? 1),
        '',
        t ? `${t.bulkReplicates} spectra` : '',
        '',
      ],
    },
  ];
}

function fixed(x: number | undefined, digits = 2): string {
  return x === undefined || !Number.isFinite(x) ? '–' : x.toFixed(digits);
}

function interval(spread: BootstrapSpread | undefined): string {
  return spread && Number.isFinite(spread.low)
    ? `${fixed(spread.low)} – ${fixed(spread.high)}`
    : '–';
}
