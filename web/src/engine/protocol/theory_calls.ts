// Calls that hold a run or a spectrum against theory and statistics: what goes in, what comes back.

import type {
  BootstrapSpread,
  BulkShape,
  Config,
  Correlations,
  Denoised,
  HillPlot,
  KnownOfRun,
  KsCurve,
  KsRule,
  OneStepPredictions,
  PhaseVerdict,
  TailComparison,
  TailLaw,
  UpdateSpike,
} from '@engine';

/** The first step as it was taken. */
export interface FirstStep {
  learningRate: number;
  /** What was measured, and what the update alone predicts. */
  spike: UpdateSpike;
}

/** Share of the tail at or above lambda under a fitted law, sampled for drawing. */
export interface LawCurve {
  law: TailLaw;
  lambda: Float64Array;
  share: Float64Array;
}

export interface TailReport {
  comparison: TailComparison;
  curves: LawCurve[];
  hill: HillPlot;
  ks: KsCurve;
}

export interface PhaseReport {
  verdict: PhaseVerdict;
  /** Eigenvalues above the Tracy-Widom line of the fitted bulk, falling, and their p values. */
  outliers: Float64Array;
  /** Under noise of the fitted bulk's scale, and of the initial one. */
  pFitted: Float64Array;
  pInitial: Float64Array;
  /** The bulk's law with its aspect left free. */
  shape: BulkShape;
}

/** Tests that draw many samples. Another `id` starts new ones. */
export interface TailTestsRequest {
  id: string;
  eigenvalues: Float64Array;
  resolution: number;
  rule: KsRule;
  /** Rows and columns of the matrix that are not all zero. */
  rows: number;
  columns: number;
  /** KS distance of the bulk's fit. */
  bulkDistance: number;
  replicates: number;
}

/** How far they are. */
export interface TailTests {
  replicates: number;
  isDone: boolean;
  goodnessOfFit: number;
  /** Binomial error of that p value. */
  goodnessError: number;
  hill: BootstrapSpread;
  ks: BootstrapSpread;
  ksRobust: BootstrapSpread;
  /** p value of the bulk's fit among as many simulated noise spectra. */
  bulkPValue: number;
  bulkReplicates: number;
}

/** Normalised Hermite coefficients c_0 ... of teacher and student. */
export interface Functions {
  link: Float64Array;
  activation: Float64Array;
  informationExponent: number;
}

export interface TheoryCalls {
  firstStep: { args: { config: Config }; result: FirstStep };
  /** One prediction for each rate. */
  predictions: {
    args: { config: Config; rates: readonly number[]; known: KnownOfRun };
    result: OneStepPredictions[];
  };
  tail: {
    args: {
      eigenvalues: Float64Array;
      resolution: number;
      rule: KsRule;
      goodnessOfFit: number;
    };
    result: TailReport;
  };
  /** Works for a moment and says how far it is; ask again until it is done. */
  tailTests: { args: TailTestsRequest; result: TailTests };
  phase: {
    args: {
      eigenvalues: Float64Array;
      resolution: number;
      rows: number;
      columns: number;
      /** Of the fitted bulk, and of the law it began with. */
      scale: number;
      initialScale: number;
    };
    result: PhaseReport;
  };
  denoise: { args: { config: Config; step: number }; result: Denoised };
  functions: { args: { config: Config }; result: Functions };
  /** Pairs in any order; those with a number that is not finite are counted and left out. */
  correlations: { args: { x: Float64Array; y: Float64Array }; result: Correlations };
}
