// What explains each quantity of metric_table.ts: in words, as a formula, and where it comes from.
// Apart from the table because nobody reads it before asking: the page loads it then.

export interface MetricHelp {
  tip: string;
  /** TeX. */
  formula: string;
  source: string;
}

const PAPER = 'arXiv 2406.04657';
const CLAUSET = 'Clauset, Shalizi & Newman 2009, SIAM Review 51';

export const METRIC_HELP: Readonly<Record<string, MetricHelp>> = {
  trainLoss: {
    tip: 'Mean squared error of the network on the samples it trains on.',
    formula: String.raw`L=\frac1n\sum_i\bigl(f(x_i)-y_i\bigr)^2`,
    source: PAPER,
  },
  probeLoss: {
    tip:
      'Error of a fresh ridge read-out on the features of W, on the very samples it was fitted to. ' +
      'The paper’s figures call this the training loss.',
    formula: String.raw`\begin{aligned}Z&=\sigma(XW^\top/\sqrt d)/\sqrt h\\\hat a&=\bigl(Z^\top Z+\tfrac{\mathrm{reg}}{h}\,n\,I\bigr)^{-1}Z^\top y\end{aligned}`,
    source: PAPER,
  },
  testLoss: {
    tip: 'Error of the same ridge read-out on fresh samples: how well the features generalise.',
    formula: String.raw`\frac1{n_t}\lVert Z_{\mathrm{test}}\hat a-y_{\mathrm{test}}\rVert^2`,
    source: PAPER,
  },
  kta: {
    tip: 'How much the kernel of the features looks like the targets; 1 is perfect.',
    formula: String.raw`\frac{\langle K,yy^\top\rangle_F}{\lVert K\rVert_F\,\lVert yy^\top\rVert_F},\quad K=ZZ^\top`,
    source: 'Cristianini et al. 2001',
  },
  simWBeta: {
    tip:
      'Overlap of the leading right singular vector of W with the teacher’s direction β: ' +
      'about 1/√d for a random W, 1 when the network has found it.',
    formula: String.raw`\lvert v_1^\top\beta\rvert`,
    source: PAPER,
  },
  saturation: {
    tip: 'Share of pre-activations beyond 2.6, where tanh is flat to 1 % and hardly passes a gradient.',
    formula: String.raw`\Pr\bigl(\lvert w_j^\top x/\sqrt d\rvert>2.6\bigr)`,
    source: 'on the probe set',
  },
  spikes: {
    tip:
      'Eigenvalues above the line that the largest one of a random matrix exceeds once in a hundred ' +
      'times (Tracy–Widom 99 %).',
    formula: String.raw`\#\{\lambda_i>\mu+2.02\,\sigma\}`,
    source: 'Johnstone 2001',
  },
  hill: {
    tip:
      'Exponent of a power law fitted to the upper half of the eigenvalues. About 2.45 for a random ' +
      'matrix of this shape ratio; smaller means heavier. This one separates the phases.',
    formula: String.raw`\alpha=1+\frac{m}{\sum_{j\ge i}\ln(\lambda_j/\lambda_i)},\quad i=\lfloor p/2\rfloor`,
    source: 'Hill 1975; arXiv 2406.04657',
  },
  ks: {
    tip:
      'Exponent with the tail start that minimises the Kolmogorov–Smirnov distance. It may settle on ' +
      'a handful of points: for a random matrix it is noise, anything from 3 to 28.',
    formula: String.raw`x_{\min}=\arg\min_i D_i,\qquad \mathrm{SE}=(\alpha-1)/\sqrt m`,
    source: CLAUSET,
  },
  ksRobust: {
    tip: 'The same, with a tail of at least 10 points and 2 % of the eigenvalues.',
    formula: String.raw`x_{\min}=\arg\min_i D_i,\quad m\ge\max(10,\,0.02\,p)`,
    source: CLAUSET,
  },
  alphaHat: {
    tip: 'Hill exponent weighted by the size of the largest eigenvalue.',
    formula: String.raw`\hat\alpha=\alpha\,\log_{10}\lambda_{\max}`,
    source: 'Martin & Mahoney 2021, JMLR 22',
  },
  bulkDistance: {
    tip:
      'Kolmogorov–Smirnov distance between the bulk, spikes left out, and the Marchenko–Pastur law ' +
      'fitted to it. Near 0: the bulk is still that of a random matrix.',
    formula: String.raw`\sup_\lambda\lvert F_{\mathrm{bulk}}(\lambda)-F_{\mathrm{MP}}(\lambda)\rvert`,
    source: 'Marchenko & Pastur 1967',
  },
  bulkScale: {
    tip: 'Standard deviation of the entries that would give the present bulk; 1 at the start.',
    formula: String.raw`\lambda_\pm=s^2(\sqrt h\pm\sqrt d)^2`,
    source: 'Marchenko & Pastur 1967',
  },
  lambdaMax: {
    tip: 'Squared spectral norm of W.',
    formula: String.raw`\lambda_{\max}=\lVert W\rVert_2^2`,
    source: PAPER,
  },
  frobenius: {
    tip: 'Sum of all eigenvalues; h d at the start.',
    formula: String.raw`\lVert W\rVert_F^2=\sum_i\lambda_i`,
    source: PAPER,
  },
  stableRank: {
    tip: 'How many directions as strong as the strongest would hold the same energy.',
    formula: String.raw`\sum_i\lambda_i/\lambda_{\max}`,
    source: 'Rudelson & Vershynin 2007',
  },
  effectiveRank: {
    tip: 'Exponential of the entropy of the normalised eigenvalues.',
    formula: String.raw`\exp\Bigl(-\sum_i p_i\ln p_i\Bigr),\quad p_i=\lambda_i/\textstyle\sum_j\lambda_j`,
    source: 'Roy & Vetterli 2007',
  },
  participationRatio: {
    tip: 'How many equal eigenvalues would be spread as much as these.',
    formula: String.raw`\Bigl(\sum_i\lambda_i\Bigr)^2\Big/\sum_i\lambda_i^2`,
    source: 'Bell & Dean 1970',
  },
  twEdge: {
    tip: 'Level that the largest eigenvalue of the initial random matrix exceeds with probability 1 %.',
    formula: String.raw`\begin{aligned}\mu&=(\sqrt{h-1}+\sqrt d)^2\\\sigma&=(\sqrt{h-1}+\sqrt d)\Bigl(\tfrac1{\sqrt{h-1}}+\tfrac1{\sqrt d}\Bigr)^{1/3}\end{aligned}`,
    source: 'Johnstone 2001',
  },
  rate: {
    tip: 'Learning rate the schedule gave to the step that led here.',
    formula: String.raw`\eta_t`,
    source: 'torch.optim semantics',
  },
};

/** @throws RangeError for a key that no metric has */
export function metricHelp(key: string): MetricHelp {
  const found = METRIC_HELP[key];
  if (!found) throw new RangeError(`no metric named ${key}`);
  return found;
}
