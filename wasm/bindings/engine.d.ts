// TypeScript types of everything the WebAssembly module exports.
// tests/wasm compares this file with the module itself: a name missing on either side fails.

export type Teacher =
  | 'softplus' | 'centred-softplus' | 'relu' | 'tanh' | 'identity' | 'he1' | 'he2' | 'he3' | 'sign';
export type Activation = 'tanh' | 'relu' | 'softplus' | 'gelu' | 'erf' | 'identity';
export type Precision = 'f32' | 'f64';
export type TrainedLayers = 'first-layer' | 'both';
export type FeatureScale = 'as-written' | 'as-published-code';
export type OptimizerName = 'gd' | 'adam' | 'sign' | 'muon';
export type ScheduleName = 'constant' | 'step' | 'cosine' | 'warmup';
export type Phase =
  | 'random-like' | 'bleeding-out' | 'bulk-spikes' | 'bulk-decay' | 'heavy-tailed'
  | 'rank-collapse' | 'diverged' | 'narrow';

/** Every field is required; an unknown field, value or an out-of-range number is an Error. */
export interface Config {
  n: number;
  d: number;
  h: number;
  nTest: number;
  noise: number;
  /** The link function of y = link(x . beta) + noise. */
  teacher: Teacher;
  activation: Activation;
  seed: number;
  precision: Precision;
  optimizer: OptimizerName;
  learningRate: number;
  momentum: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** 0 is the full batch. */
  batchSize: number;
  schedule: ScheduleName;
  stepSize: number;
  gamma: number;
  warmupSteps: number;
  weightNormalization: boolean;
  train: TrainedLayers;
  steps: number;
  probeEvery: number;
  reg: number;
  featureScale: FeatureScale;
}

export type Status = 'ok' | 'diverged';
/** 'degenerate': nothing could be fitted (all equal, too few, zeros); the numbers are NaN. */
export type FitStatus = 'ok' | 'degenerate';

export interface StepResult {
  /** Optimiser steps done so far. */
  step: number;
  /** The rate this step used. */
  learningRate: number;
  /** The loss this step differentiated (training MSE on its batch, before the update). */
  loss: number;
  status: Status;
}

/**
 * Why no tail was fitted: a value is not finite; fewer than two resolved values, or than the rule asks
 * for; the values are one value, within 1 % or within what rounding of the matrix explains.
 */
export type NoTail = 'none' | 'not-finite' | 'too-few' | 'no-spread';

/** A power law p(lambda) ~ lambda^-alpha fitted to the eigenvalues above xmin. */
export interface TailFit {
  /** 'degenerate': no tail could be fitted; the numbers are NaN. */
  status: FitStatus;
  reason: NoTail;
  alpha: number;
  standardError: number;
  /** KS distance between the fitted law and the tail. */
  D: number;
  xmin: number;
  /** 0-based index of xmin in the ascending eigenvalues. */
  xminIndex: number;
  tailSize: number;
  /** alpha * log10(lambda_max) */
  alphaHat: number;
}

/** A Marchenko-Pastur law for h x d entries of standard deviation `scale`. */
export interface BulkLaw {
  scale: number;
  lower: number;
  upper: number;
  /** KS distance between the law and the eigenvalues it describes. */
  ksDistance: number;
}

/** What the spectrum of W tells. */
export interface SpectralMeasures {
  status: Status;
  /** |v_1 . beta| */
  simWBeta: number;
  lambdaMax: number;
  lambdaMin: number;
  /** Sum of the eigenvalues: squared Frobenius norm of W. */
  frobeniusSquared: number;
  stableRank: number;
  effectiveRank: number;
  /** (sum lambda)^2 / sum lambda^2 */
  participationRatio: number;
  /** Eigenvalues that are resolved; the others are 0. */
  rank: number;
  /** Eigenvalues at or below it cannot be told from zero; its root is the error of a singular value. */
  resolution: number;
  /** Rows and columns of W that are not all zero. */
  rows: number;
  columns: number;
  hill: TailFit;
  /** Reference rule: plain minimum of the KS distance over every x_min. */
  ks: TailFit;
  /** Robust rule: the same, with at least max(10, 0.02 p) points in the tail. */
  ksRobust: TailFit;
  /** The law of W_0: scale 1. */
  initialBulk: BulkLaw;
  /** The law fitted to the present bulk, spikes left out; NaN where the bulk is not resolved. */
  bulk: BulkLaw;
  /** Tracy-Widom 99 % line for the initial scale, and the number of eigenvalues above it. */
  twEdge: number;
  spikes: number;
  phase: Phase;
  /** Ascending, min(h, d) of them: squared singular values of W. */
  eigenvalues: Float64Array;
}

/** What the features of the first layer are worth. */
export interface FeatureMeasures {
  probeLoss: number;
  testLoss: number;
  kta: number;
  /** Share of |pre-activations| beyond 2.6 on the probe set. */
  saturation: number;
}

/** A ridge read-out and what it says of the probe set, which fitted it. */
export interface RidgeFit {
  /** h of them; none where the matrix is numerically not positive definite. */
  coefficients: Float64Array;
  loss: number;
  kta: number;
  saturation: number;
}

export interface Snapshot extends SpectralMeasures, FeatureMeasures {
  step: number;
  /** Rate of the step that led here; 0 at step 0. */
  learningRate: number;
  trainLoss: number;
}

export interface MatrixData {
  rows: number;
  cols: number;
  /** Row-major. */
  data: Float32Array | Float64Array;
}

/** Given data for `Run.replay`, all float64 and row-major. */
export interface ReplayInputs {
  xTrain: Float64Array;
  yTrain: Float64Array;
  xProbe: Float64Array;
  yProbe: Float64Array;
  xTest: Float64Array;
  yTest: Float64Array;
  beta: Float64Array;
  w0: Float64Array;
  a: Float64Array;
}

/** Squared overlaps of the leading singular vectors of two matrices, count x count, row-major. */
export interface OverlapPair {
  left: Float64Array;
  right: Float64Array;
}

export interface Overlaps {
  count: number;
  /** W_{t-1} against M_t = W_t - W_{t-1}. */
  previousVsUpdate: OverlapPair;
  /** W_t against M_t. */
  currentVsUpdate: OverlapPair;
  /** W_0 against M = W_t - W_0. */
  initialVsTotal: OverlapPair;
  /** W_t against M = W_t - W_0. */
  currentVsTotal: OverlapPair;
  /** Singular values, descending, all of them. */
  updateSingularValues: Float64Array;
  totalSingularValues: Float64Array;
  /** (v_i . beta)^2 for right singular vector i of W_t, leading first. */
  betaAlignment: Float64Array;
}

export interface EntryHistogram {
  /** bins + 1 edges. */
  edges: Float64Array;
  initial: Float64Array;
  current: Float64Array;
}

/** Output against target on the probe set, and the index it is a function of. */
export interface OutputScatter {
  /** x . beta */
  index: Float64Array;
  target: Float64Array;
  output: Float64Array;
}

/** Which samples a forward pass sees: those of the next step, or the whole training set. */
export type Pass = 'step' | 'probe';

/** Rows of W in the precision of the run. */
export type Rows = Float32Array | Float64Array;

/** What a run can do together with others of the same configuration, each in a worker of its own. */
export interface SharedRun {
  /** Trains part `index` of `parts` of the hidden units, until the next restart. At step 0. */
  share(index: number, parts: number): void;
  squaredNorms(): Float64Array;
  /** With weight normalisation the first thing in a step, given the norms of all parts in order. */
  normalize(squaredNorms: Float64Array): void;
  needsForward(pass: Pass): boolean;
  /** What the units add to the outputs; these of all parts in order make the outputs. */
  blockOutputs(pass: Pass): Float64Array;
  outputs(sums: Float64Array): Float64Array;
  receive(pass: Pass, outputs: Float64Array): void;
  /** The loss of a pass that needs no forward any more. */
  loss(pass: Pass): number;
  /** Takes the step; its status is that of these units alone. */
  update(): StepResult;
  /** The units' rows of W_t and entries of a, and their rows of W_{t-1}. */
  shardWeights(): { w: Rows; a: Float64Array };
  shardPrevious(): Rows;
  /** Takes the whole student back, to be measured until the next restart. */
  join(w: Rows, a: Float64Array, previous: Rows): void;
  /** Halves of a probe, of given weights or (null) of the untrained student. */
  spectralPart(w: Rows | null): SpectralMeasures;
  /** The feature half in parts, which can be computed in different places. */
  ridgePart(w: Rows | null, a: Float64Array | null): RidgeFit;
  /** Outputs on part `part` of `parts` of the test samples. */
  testOutputs(
    w: Rows | null,
    a: Float64Array | null,
    coefficients: Float64Array,
    part: number,
    parts: number,
  ): Float64Array;
  /** What a read-out and the outputs on all test samples make together. */
  featuresFrom(fit: RidgeFit, outputs: Float64Array): FeatureMeasures;
  /** Those of the untrained student, where this run has measured or was told them. */
  knownInitialFeatures(): FeatureMeasures | null;
  keepInitialFeatures(features: FeatureMeasures): void;
}

export interface Run extends SharedRun {
  config(): Config;
  step(): StepResult;
  probe(): Snapshot;
  /** Same data and W_0 where the problem fields of the configuration did not change. */
  restart(config: Config): void;
  weights(): MatrixData;
  initialWeights(): MatrixData;
  secondLayer(): Float64Array;
  overlaps(count: number): Overlaps;
  entryHistogram(bins: number): EntryHistogram;
  outputScatter(): OutputScatter;
  denoise(): Denoised;
  /** Of W_t = W_0 + M; theory expects one direction in noise after the first step. */
  updateSpike(): UpdateSpike;
  /** Frees the matrices; the handle is dead afterwards. */
  delete(): void;
}

/** The best low-rank estimate of what W holds beside noise, and what it predicts. */
export interface Denoised {
  /** Singular values above the bulk, falling: as measured and as the estimate has them. */
  measured: Float64Array;
  shrunk: Float64Array;
  /** Ridge read-out of the denoised W, beside the losses of the raw one. */
  probeLoss: number;
  testLoss: number;
  rawProbeLoss: number;
  rawTestLoss: number;
}

export type KsRule = 'reference' | 'robust';
export type TailLaw =
  | 'power-law' | 'exponential' | 'log-normal' | 'truncated-power-law' | 'stretched-exponential';
export type Support = 'undetermined' | 'none' | 'moderate' | 'with-cutoff' | 'good';

/** A law fitted by maximum likelihood to the eigenvalues from x_min on. */
export interface LawFit {
  law: TailLaw;
  status: FitStatus;
  /** alpha; lambda; mu; alpha; lambda, in the order of TailLaw. */
  first: number;
  /** NaN; NaN; sigma; lambda; beta. */
  second: number;
  logLikelihood: number;
  /** The likelihood is largest where this law becomes the plain power law. */
  isPowerLaw: boolean;
}

/** Vuong's test between two laws; R > 0 prefers the first. */
export interface LawComparison {
  first: TailLaw;
  second: TailLaw;
  logLikelihoodRatio: number;
  R: number;
  pValue: number;
  nested: boolean;
}

export interface TailVerdict {
  support: Support;
  best: TailLaw;
  rival: TailLaw;
  /** Power law over rival, in standard deviations. */
  R: number;
  pValue: number;
  /** NaN when it was not computed. */
  goodnessOfFit: number;
  tailSize: number;
  size: number;
}

export interface TailComparison {
  fit: TailFit;
  laws: LawFit[];
  pairs: LawComparison[];
  verdict: TailVerdict;
}

export interface HillPlot {
  tailSizes: Float64Array;
  alphas: Float64Array;
  standardErrors: Float64Array;
}

export interface KsCurve {
  alphas: Float64Array;
  distances: Float64Array;
}

/** Clauset's semi-parametric bootstrap of the KS fit, advanced a few replicates at a time. */
export interface GoodnessOfFit {
  fit(): TailFit;
  advance(count: number): void;
  replicates(): number;
  pValue(): number;
  standardError(): number;
  delete(): void;
}

export interface BootstrapSpread {
  mean: number;
  standardError: number;
  /** 2.5 % and 97.5 % points. */
  low: number;
  high: number;
}

/** Exponents over resampled eigenvalues. */
export interface TailBootstrap {
  advance(count: number): void;
  replicates(): number;
  hill(): BootstrapSpread;
  ks(): BootstrapSpread;
  ksRobust(): BootstrapSpread;
  delete(): void;
}

/** A rank-one matrix of given strength in noise: where its eigenvalue and its vectors go. */
export interface SpikePrediction {
  detached: boolean;
  strength: number;
  eigenvalue: number;
  leftOverlap: number;
  rightOverlap: number;
}

/** The spike predicted from the update that was made, beside what was measured. */
export interface UpdateSpike {
  /** Leading singular value of the update. */
  strength: number;
  /** Root mean square of the entries of W_t beside the update's leading direction. */
  bulkScale: number;
  predicted: SpikePrediction;
  /** Expected |v_1 . beta|. */
  predictedAlignment: number;
  /** Measured: lambda_max, squared overlaps with the update's leading vectors, |v_1 . beta|. */
  eigenvalue: number;
  leftOverlap: number;
  rightOverlap: number;
  alignment: number;
}

export interface StepPrediction {
  /** Leading singular value of the update. */
  updateStrength: number;
  bulkScale: number;
  spike: SpikePrediction;
  /** Expected |v_1 . beta|. */
  alignment: number;
  /** Least learning rate at which the spike leaves the bulk. */
  thresholdRate: number;
}

/** The first step at the configured rate, by gradient descent and by its sign (Adam, signGD). */
export interface OneStepPredictions {
  gd: StepPrediction;
  sign: StepPrediction;
  /** ||sign G||_2 / sqrt(h d) in the proportional limit. */
  kappa: number;
}

/** What is known of a run beyond its configuration; NaN for what is not. */
export interface KnownOfRun {
  /** |a|^2 / h */
  secondLayerSquared: number;
  /** Training loss before the step. */
  residualSquared: number;
}

/** What decided about a phase; the questions are asked in this order. */
export type Criterion =
  | 'not-finite' | 'zero-matrix' | 'low-rank' | 'dominant-group' | 'stretched-tail'
  | 'many-outliers' | 'narrow-bulk' | 'bulk-misfit' | 'outliers-apart' | 'outliers-at-edge' | 'no-outlier';

/** The numbers a phase is judged by. */
export interface PhaseEvidence {
  /** Eigenvalues that count. */
  size: number;
  /** Is at least half of all directions resolved? */
  hasBulk: boolean;
  lambdaMax: number;
  stableRank: number;
  /** Eigenvalues above the Tracy-Widom 99 % line of the fitted bulk. */
  outliers: number;
  /** From that line to lambda_max, in widths of the Tracy-Widom law. */
  edgeDistance: number;
  bulkKsDistance: number;
  /** Eigenvalues above the line of N(0, 1) entries. */
  outliersOfInitialLaw: number;
  hillAlpha: number;
  /** What the Hill estimator finds on Marchenko-Pastur itself. */
  bulkHillAlpha: number;
  /** How much further the upper half reaches than that law's, in mean log(lambda / median). */
  stretch: number;
  /** Group of leading eigenvalues that holds most of the mass and stands apart the most; or 0. */
  dominantRank: number;
  dominantMass: number;
  isolation: number;
}

/** Limits of the evidence of the same name; `spikes` limits the outliers. */
export interface PhaseThresholds {
  dominantMass: number;
  isolation: number;
  spikes: number;
  stretch: number;
  bulkKsDistance: number;
  edgeDistance: number;
}

export interface PhaseVerdict {
  phase: Phase;
  criterion: Criterion;
  evidence: PhaseEvidence;
  thresholds: PhaseThresholds;
}

/** The bulk's law with the aspect ratio of the matrix left free too; NaN where nothing was fitted. */
export interface BulkShape extends BulkLaw {
  /** Larger side over smaller side, at least 1. */
  aspect: number;
  /** Largest eigenvalues that the law does not describe. */
  leftOut: number;
}

/** Distances of simulated noise from its fitted bulk law, advanced a few spectra at a time. */
export interface BulkNull {
  advance(count: number): void;
  replicates(): number;
  /** Share of noise spectra that lie at least this far from their fit. */
  pValue(ksDistance: number): number;
  delete(): void;
}

/** A coefficient in [-1, 1] with its 95 % bootstrap interval; NaN where it does not exist. */
export interface Correlation {
  value: number;
  low: number;
  high: number;
}

export interface Correlations {
  /** Pairs used, and pairs left out because a number in them is not finite. */
  pairs: number;
  dropped: number;
  pearson: Correlation;
  spearman: Correlation;
  /** tau-b */
  kendall: Correlation;
}

export interface NpyArray {
  shape: number[];
  data: Float64Array;
}

/** A spectrum and what can be known of it. */
export interface MatrixSpectrum {
  /** Ascending; 0 where an eigenvalue is not resolved. Empty for a matrix that is not finite. */
  eigenvalues: Float64Array;
  /** Eigenvalues at or below it cannot be told from zero; its root is the error of a singular value. */
  resolution: number;
  /** Rows and columns that are not all zero. */
  rows: number;
  columns: number;
  /** All this is of 2^exponent W; 0 unless squares of the entries leave the range of a double. */
  exponent: number;
}

export interface EngineModule {
  Run: {
    new (config: Config): Run;
    replay(inputs: ReplayInputs, config: Config): Run;
  };
  version(): string;
  /** The words of every enumeration, by the name of its type in this file. */
  enumWords(): Record<string, string[]>;
  defaultConfig(): Config;
  /** Least and largest value of every field with numbers, as `validateConfig` allows them. */
  configLimits(): Record<string, { min: number; max: number; whole: boolean }>;
  /** Throws an Error that says what is wrong with the configuration. */
  validateConfig(config: Config): void;
  /** Bytes of heap that a run of this configuration needs. */
  memoryEstimate(config: Config): number;
  /** Floating-point operations of one step and of one probe; parts a step can be shared in. */
  workEstimate(config: Config): { step: number; probe: number; parts: number };
  parseNpy(bytes: Uint8Array): NpyArray;
  /** Unit roundoff of the numbers, judged by their bits; 0 for whole multiples of a power of two. */
  unitRoundoff(matrix: Float64Array): number;
  /** Eigenvalues of W^T W for any matrix given row-major, its entries rounded to that precision. */
  spectrum(matrix: Float64Array, rows: number, cols: number, roundoff: number): MatrixSpectrum;
  /** The same bits on every machine, which Math.log10 does not promise. */
  log10(x: Float64Array): Float64Array;
  /** Hill at the median, KS by both rules. */
  fitTails(
    eigenvalues: Float64Array, resolution: number,
  ): { hill: TailFit; ks: TailFit; ksRobust: TailFit };
  /**
   * What a Snapshot says that follows from the spectrum of any h x d matrix alone; the rest is NaN.
   * `initialBulk` is the law of independent entries with the matrix's mean square, `twEdge` the line
   * of the fitted bulk.
   */
  describeSpectrum(spectrum: MatrixSpectrum, h: number, d: number): Snapshot;
  /** Of a run that is no longer finite; its step and rate are 0. */
  divergedSnapshot(): Snapshot;
  /** KS fit by the rule, every other law at its x_min, and the verdict (goodnessOfFit may be NaN). */
  compareTails(
    eigenvalues: Float64Array, rule: KsRule, goodnessOfFit: number, resolution: number,
  ): TailComparison;
  /** Density of a law fitted from index xminIndex on, per eigenvalue of the tail. */
  tailDensity(
    eigenvalues: Float64Array, xminIndex: number, law: TailLaw, x: Float64Array,
  ): Float64Array;
  hillPlot(eigenvalues: Float64Array, resolution: number): HillPlot;
  ksCurve(eigenvalues: Float64Array, resolution: number): KsCurve;
  GoodnessOfFit: {
    new (eigenvalues: Float64Array, rule: KsRule, seed: number, resolution: number): GoodnessOfFit;
  };
  TailBootstrap: {
    new (eigenvalues: Float64Array, seed: number, resolution: number): TailBootstrap;
  };
  predictOneStep(config: Config, known: KnownOfRun): OneStepPredictions;
  predictSpike(h: number, d: number, scale: number, strength: number): SpikePrediction;
  /** Normalised Hermite coefficients c_0 ... */
  teacherCoefficients(teacher: Teacher, count: number): Float64Array;
  activationCoefficients(activation: Activation, count: number): Float64Array;
  /** 0 when no coefficient up to the 23rd differs from zero. */
  informationExponent(teacher: Teacher): number;
  /** Tracy-Widom p value of each eigenvalue as the largest of pure noise; NaN for scale NaN. */
  spikePValues(eigenvalues: Float64Array, h: number, d: number, scale: number): Float64Array;
  /** Of a matrix with so many rows and columns that are not all zero; so is `bulkShape`. */
  phaseVerdict(
    eigenvalues: Float64Array, rows: number, columns: number, resolution: number,
  ): PhaseVerdict;
  bulkShape(
    eigenvalues: Float64Array, rows: number, columns: number, resolution: number,
  ): BulkShape;
  BulkNull: { new (h: number, d: number, seed: number): BulkNull };
  /** The order of the pairs does not matter; the intervals come from `replicates` resamplings. */
  correlate(
    x: Float64Array, y: Float64Array, replicates: number, seed: number,
  ): Correlations;
  marchenkoPasturDensity(lambda: Float64Array, h: number, d: number, scale: number): Float64Array;
  /** The teacher's link sigma_star at each z. */
  teacherFunction(teacher: Teacher, z: Float64Array): Float64Array;
  /** Bytes of heap in use, for the leak test. */
  heapInUse(): number;
}

export interface ModuleOptions {
  wasmBinary?: ArrayBuffer | Uint8Array;
  locateFile?: (path: string, prefix: string) => string;
  /** Instantiates the binary in place of the glue. */
  instantiateWasm?: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
}

declare const createEngine: (options?: ModuleOptions) => Promise<EngineModule>;
export default createEngine;
