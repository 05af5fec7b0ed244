// Answers the calls about theory and statistics that need no run, only numbers.

import type { EngineModule, LawFit, TailComparison } from '@engine';
import { geometric } from '../../../common/power';
import type { CallRequest, Calls } from '../../protocol/messages';
import { TailTester } from './tail_tests';
import type {
  Functions,
  LawCurve,
  PhaseReport,
  TailReport,
  TheoryCalls,
} from '../../protocol/theory_calls';

export type TheoryName = Exclude<keyof TheoryCalls, 'firstStep' | 'denoise'>;
export type TheoryRequest = Extract<CallRequest, { name: TheoryName }>;

/** Hermite coefficients sent for drawing. */
const COEFFICIENTS = 9;
/** Points on which a law's density is integrated; the trapezoid's error is below 1e-4. */
const POINTS = 400;
/** Every so many of them is sent. */
const SENT = 5;
/** Resamplings behind a correlation's interval, and their seed: equal pairs, equal interval. */
const RESAMPLINGS = 1000;
const SEED = 1;

export class TheoryHandler {
  private readonly tester: TailTester;

  constructor(
    private readonly engine: EngineModule,
    now: () => number,
  ) {
    this.tester = new TailTester(engine, now);
  }

  compute(request: TheoryRequest): Calls[TheoryName]['result'] {
    const { engine } = this;
    switch (request.name) {
      case 'predictions': {
        const { config, rates, known } = request.args;
        return rates.map((learningRate) =>
          engine.predictOneStep({ ...config, learningRate }, known),
        );
      }
      case 'tail':
        return this.tail(request.args);
      case 'tailTests':
        return this.tester.advance(request.args);
      case 'phase':
        return this.phase(request.args);
      case 'functions':
        return this.functions(request.args);
      case 'correlations':
        return engine.correlate(request.args.x, request.args.y, RESAMPLINGS, SEED);
    }
  }

  /** Frees what a test left unfinished. */
  dispose(): void {
    this.tester.dispose();
  }

  private tail(args: TheoryCalls['tail']['args']): TailReport {
    const { eigenvalues, resolution, rule, goodnessOfFit } = args;
    const comparison = this.engine.compareTails(eigenvalues, rule, goodnessOfFit, resolution);
    return {
      comparison,
      curves: comparison.laws.flatMap((law) => this.curve(eigenvalues, comparison, law) ?? []),
      hill: this.engine.hillPlot(eigenvalues, resolution),
      ks: this.engine.ksCurve(eigenvalues, resolution),
    };
  }

  /** 1 minus the integral of the law's density from x_min on, on a log grid. */
  private curve(
    eigenvalues: Float64Array,
    { fit }: TailComparison,
    { law, status }: LawFit,
  ): LawCurve | null {
    const end = 1.3 * (eigenvalues.at(-1) ?? NaN);
    if (status !== 'ok' || !(end > fit.xmin)) return null;
    const grid = Float64Array.from({ length: POINTS + 1 }, (_, i) =>
      geometric(fit.xmin, end, i / POINTS),
    );
    const density = this.engine.tailDensity(eigenvalues, fit.xminIndex, law, grid);
    const lambda = new Float64Array(POINTS / SENT + 1);
    const share = new Float64Array(POINTS / SENT + 1);
    const [decades] = this.engine.log10(Float64Array.of(end / fit.xmin));
    const step = (decades! * Math.LN10) / POINTS;
    let mass = 0;
    for (let i = 0; i <= POINTS; i += 1) {
      // Over log lambda the integrand is lambda times the density.
      if (i > 0) mass += 0.5 * step * (grid[i - 1]! * density[i - 1]! + grid[i]! * density[i]!);
      if (i % SENT !== 0) continue;
      lambda[i / SENT] = grid[i]!;
      share[i / SENT] = Math.max(0, 1 - mass);
    }
    return { law, lambda, share };
  }

  private phase(args: TheoryCalls['phase']['args']): PhaseReport {
    const { eigenvalues, resolution, rows, columns, scale, initialScale } = args;
    const { engine } = this;
    const verdict = engine.phaseVerdict(eigenvalues, rows, columns, resolution);
    const first = eigenvalues.length - verdict.evidence.outliers;
    const outliers = eigenvalues.slice(first).reverse();
    return {
      verdict,
      outliers,
      pFitted: engine.spikePValues(outliers, rows, columns, scale),
      pInitial: engine.spikePValues(outliers, rows, columns, initialScale),
      shape: engine.bulkShape(eigenvalues, rows, columns, resolution),
    };
  }

  private functions({ config }: TheoryCalls['functions']['args']): Functions {
    return {
      link: this.engine.teacherCoefficients(config.teacher, COEFFICIENTS),
      activation: this.engine.activationCoefficients(config.activation, COEFFICIENTS),
      informationExponent: this.engine.informationExponent(config.teacher),
    };
  }
}
