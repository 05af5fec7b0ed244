// The tail of the spectrum on display: is it a power law, compared with what, how sure, and how much
// does the answer hang on where the tail starts.

import { hillPlot } from '../../charts/lines/hill_plot';
import { ksCurve } from '../../charts/lines/ks_curve';
import { lawComparison } from '../../charts/lines/law_comparison';
import { formatNumber } from '../../common/format';
import {
  formatP,
  LAW_NAMES,
  LONGEST_VERDICT,
  supportName,
  verdictText,
} from '../../content/verdicts';
import type { TailReport } from '../../engine/protocol/theory_calls';
import type { Store } from '../../state/store';
import type { LawFit } from '@engine';
import { h, setText } from '../common/dom';
import { roomFor } from '../common/room';
import type { Subject, TheoryPart } from '../common/step_on_display';
import { NumberTable } from '../common/number_table';
import { OnDemand } from '../common/on_demand';
import { TailTestsPanel } from './tail_tests';
import { theoryFigure } from '../figures/line_figure';

interface Result {
  report: TailReport;
  subject: Subject;
}

const CAPTIONS = {
  laws: 'Each law fitted by maximum likelihood to the eigenvalues from x_min on (Clauset, Shalizi and Newman 2009, table 2.1).',
  hill: 'The exponent for every number of largest eigenvalues. It is worth a name where the plot is flat (Drees, de Haan and Resnick 2000). Dashed: the tails in use on this page.',
  ks: 'Distance between tail and fitted law for every start of the tail. The reference rule takes the least of all, the robust one asks for at least max(10, 2 %) of the points.',
};

export class TailStatistics implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict: HTMLElement;
  private readonly laws = new NumberTable(
    'Laws of the tail',
    ['law, fitted', 'parameters', 'log-likelihood', 'R against power law', 'p'],
    5,
    [
      `${LAW_NAMES['truncated-power-law']}, best`,
      'α = 0.00888, λ = 0.00888',
      '−88888',
      '−88.88',
      '< 0.001',
    ],
  );
  private readonly pairs = new NumberTable(
    'Pairs of other laws',
    ['pair', 'R', 'p', 'preferred'],
    6,
    ['', '−88.88', '< 0.001', LAW_NAMES['stretched-exponential']],
  );
  private readonly comparison = theoryFigure('Tail and fitted laws', 'tail-laws', CAPTIONS.laws);
  private readonly hill = theoryFigure('Hill plot', 'hill-plot', CAPTIONS.hill);
  private readonly ks = theoryFigure('KS distance over x_min', 'ks-curve', CAPTIONS.ks);
  private readonly tests: TailTestsPanel;
  private readonly result: OnDemand<Result>;

  constructor(private readonly store: Store) {
    this.tests = new TailTestsPanel(store);
    this.result = new OnDemand<Result>({
      draw: (result) => this.draw(result),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    const verdict = h('p', { class: 'verdict' });
    this.verdict = roomFor(verdict, [LONGEST_VERDICT]);
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'Tail of this spectrum' },
      h('h3', {}, 'Tail of this spectrum'),
      verdict,
      h(
        'div',
        { class: 'theory-pair' },
        h(
          'div',
          {},
          this.laws.element,
          this.pairs.element,
          h(
            'p',
            { class: 'caption' },
            '“Best” is the likelihood less the number of parameters (Akaike). R is the log-likelihood ratio in standard deviations, positive where the first law (in the upper table the power law) fits better; p is that of Vuong’s test ' +
              '(1989), for the power law against its own cut-off from χ². Eigenvalues repel and are not independent ' +
              'draws, which all of these tests suppose: every p value here is approximate.',
          ),
        ),
        this.comparison.element,
        this.hill.element,
        this.ks.element,
      ),
      this.tests.element,
    );
  }

  render(subject: Subject): void {
    const rule = this.store.view.ksRule;
    const { eigenvalues, resolution } = subject.snapshot;
    this.tests.render(subject, rule);
    const goodnessOfFit = this.tests.goodnessOfFit;
    const key = `${subject.key} ${rule} ${goodnessOfFit}`;
    this.result.want(key, async () => ({
      report: await subject.runner.call('tail', {
        eigenvalues,
        resolution,
        rule,
        goodnessOfFit,
      }),
      subject,
    }));
  }

  retheme(): void {
    for (const figure of [this.comparison, this.hill, this.ks]) figure.retheme();
  }

  private draw({ report, subject }: Result): void {
    const { comparison, curves, hill, ks } = report;
    const { verdict, fit, laws, pairs } = comparison;
    const { eigenvalues, hill: median, ks: reference, ksRobust, phase } = subject.snapshot;
    setText(this.verdict, `${supportName(verdict, phase)}. ${verdictText(verdict, fit)}`);
    const best = verdict.support === 'undetermined' ? null : verdict.best;
    this.laws.fill(
      laws.map((law) => {
        const pair = pairs.find((c) => c.first === 'power-law' && c.second === law.law);
        return {
          cells: [
            law.law === best ? `${LAW_NAMES[law.law]}, best` : LAW_NAMES[law.law],
            parameters(law),
            formatNumber(law.logLikelihood, 5),
            pair ? ratio(pair.R) : '',
            pair ? formatP(pair.pValue) : '',
          ],
          strong: law.law === best,
        };
      }),
    );
    this.pairs.fill(
      pairs
        .filter((c) => c.first !== 'power-law')
        .map((c) => ({
          cells: [
            `${LAW_NAMES[c.first]} : ${LAW_NAMES[c.second]}`,
            ratio(c.R),
            formatP(c.pValue),
            c.pValue < 0.1 ? LAW_NAMES[c.R > 0 ? c.first : c.second] : 'neither',
          ],
        })),
    );
    if (fit.status === 'ok') {
      this.comparison.update(
        lawComparison({
          tail: eigenvalues.subarray(fit.xminIndex),
          laws: curves.map((c) => ({ ...c, name: LAW_NAMES[c.law] })),
          run: subject.slot,
        }),
      );
    }
    const chosen = [
      { name: 'Hill', color: 'hill' as const, ...median },
      { name: 'KS robust', color: 'ks' as const, ...ksRobust },
      { name: 'KS reference', color: 'muted' as const, ...reference },
    ].filter((f) => f.status === 'ok');
    this.hill.update(hillPlot({ ...hill, chosen }));
    this.ks.update(
      ksCurve({ xmin: eigenvalues, distances: ks.distances, chosen: chosen.slice(1) as never }),
    );
  }
}

function ratio(R: number): string {
  return `${R < 0 ? '−' : '+'}${Math.abs(R).toFixed(2)}`;
}

/** The parameters of a law with their names. */
function parameters({ law, first, second, isPowerLaw }: LawFit): string {
  const [a, b] = [formatNumber(first), formatNumber(second)];
  if (isPowerLaw && law !== 'power-law') return 'becomes the power law';
  switch (law) {
    case 'power-law':
      return `α = ${a}`;
    case 'exponential':
      return `λ = ${a}`;
    case 'log-normal':
      return `μ = ${a}, σ = ${b}`;
    case 'truncated-power-law':
      return `α = ${a}, λ = ${b}`;
    case 'stretched-exponential':
      return `λ = ${a}, β = ${b}`;
  }
}
