// The story, chapters 7 to 12: the tail, what makes it, and what it is worth.

import { isUntouched, notYet, num, PAPER, yes, type Lesson, type Trial } from './lesson';
import { PHASES } from '../config/metrics/phases';
import { roundTo } from '../common/format';

const CLAUSET = {
  text: 'Clauset, Shalizi and Newman, “Power-law distributions in empirical data”, SIAM Review 51 (2009), arXiv 0706.1062',
  href: 'https://arxiv.org/abs/0706.1062',
};
const MARTIN = {
  text: 'Martin and Mahoney, “Implicit self-regularization in deep neural networks”, JMLR 22 (2021), arXiv 1810.01075',
  href: 'https://arxiv.org/abs/1810.01075',
};

/** Tests at or below this are as good as the best one at this size. */
const BEST_TEST_LOSS = 1.39;
/** The least error of any odd network on this teacher. */
const ODD_FLOOR = 0.761;

const phase = ({ last }: Trial): string => PHASES[last.phase].name.toLowerCase();
const alpha = (x: number): string => x.toFixed(2);

export const TAIL_LESSONS: readonly Lesson[] = [
  {
    title: 'Several steps: spike and bulk make a tail',
    blocks: [
      {
        p: 'Ten Adam steps at rate 0.6, every one from the full batch: there is no gradient noise at all. The first step throws out the spikes. The later ones do not add spikes one by one; they draw the bulk after them. Its upper edge fades, and in the end the spectrum falls along one slope.',
      },
      {
        tex: String.raw`\rho(\lambda)\propto\lambda^{-\alpha},\qquad\hat\alpha_{\mathrm{Hill}}=1+\Bigl(\tfrac1m\sum_{\lambda_j\ge x_{\min}}\ln\frac{\lambda_j}{x_{\min}}\Bigr)^{-1}`,
      },
      {
        p: 'The exponent is fitted to the upper half of the eigenvalues (x_min at the median). It starts at 2.5, the value of noise with this shape, and falls. The coloured strip under the time-line names the phase of each step.',
      },
    ],
    question: 'Go through the steps: which is the first one called heavy-tailed?',
    controls: [],
    judge: ({ snapshots, step, now }) => {
      if (!now) return null;
      const first = snapshots.find((s) => s.phase === 'heavy-tailed');
      const shown = snapshots.findLast((s) => s.step <= step);
      if (!first || !shown) return null;
      const found = `Step ${shown.step}: ${PHASES[shown.phase].name.toLowerCase()}, Hill exponent ${alpha(shown.hill.alpha)}.`;
      if (shown.step === first.step) {
        return yes(
          `${found} Up to here the tail was bulk being drawn out; from here on it is the spectrum.`,
        );
      }
      return notYet(shown.step > first.step ? `${found} It began earlier.` : found);
    },
    references: [PAPER, MARTIN],
  },
  {
    title: 'How not to read an exponent',
    blocks: [
      {
        p: 'Back to pure noise, as eigenvalue against rank: a power law would be a straight line, and this is none. Still, every tail fit gives some exponent. A popular one searches the start x_min at which the fitted law is closest to the points (least Kolmogorov–Smirnov distance). The published code takes the plain minimum over all starts, and that can fall on five to eight points at the very top.',
      },
      {
        p: 'Then the “exponent” is an accident. On noise it is anything from 3 to 28, while the Hill exponent at the median stays at 2.45 ± 0.03. This page therefore has two rules, chosen below the figure: “reference” is the published one, “robust” asks for at least 10 points and 2 % of them.',
      },
    ],
    question: 'With the reference rule, find a seed for which noise has a KS exponent above 15.',
    controls: [{ key: 'seed' }],
    judge: (seen) => {
      const { now, view, tried } = seen;
      if (!now) return null;
      if (view.ksRule !== 'reference')
        return notYet('Set “KS fit” below the figure to the reference rule.');
      const { ks, hill } = now.last;
      const found = `Seed ${now.config.seed}: KS exponent ${alpha(ks.alpha)} from ${ks.tailSize} of 200 eigenvalues; Hill ${alpha(hill.alpha)}.`;
      if (ks.alpha > 15)
        return yes(`${found} Nothing about the matrix changed but its random numbers.`);
      if (isUntouched(seen)) return notYet(found);
      return notYet(tried.length > 5 ? `${found} Try seed 6.` : `${found} Another one?`);
    },
    references: [CLAUSET, PAPER],
  },
  {
    title: 'Is gradient noise needed?',
    blocks: [
      {
        p: 'Heavy tails have often been put down to the noise of small batches. Here run A takes the full batch of 400 samples and run B batches of 40, with equal data, initial weights and number of steps. Both end heavy-tailed with nearly the same exponent: noise is not what makes the tail.',
      },
      { p: 'That does not mean that it changes nothing.' },
    ],
    question:
      'How small must B’s batches be, until its exponent differs from A’s by more than 0.1? In which direction?',
    controls: [{ key: 'batchSize', ofSecond: true }],
    judge: ({ now }) => {
      if (!now?.lastVersus || !now.versus) return null;
      const [a, b] = [now.last.hill.alpha, now.lastVersus.hill.alpha];
      const size = now.versus.batchSize === 0 ? now.versus.n : now.versus.batchSize;
      const found = `Batches of ${size}: B’s exponent is ${alpha(b)}, A’s ${alpha(a)}.`;
      if (Math.abs(b - a) <= 0.1) return notYet(`${found} Hardly a difference.`);
      return yes(
        b > a
          ? `${found} Only such tiny batches change it, and they make the tail lighter: the steps no longer share a direction.`
          : found,
      );
    },
    references: [PAPER],
  },
  {
    title: 'A step without a direction makes no tail',
    blocks: [
      {
        p: 'Muon replaces each update by the nearest matrix whose singular values are all equal: the step can be as large, but has no leading direction. If the tail came from the size of the steps alone, it would have to appear here too.',
      },
      { tex: String.raw`M=U\Sigma V^{\mathsf T}\;\longmapsto\;U V^{\mathsf T}` },
      { p: 'Run A is Adam, run B is Muon.' },
    ],
    question:
      'Try at least three learning rates for B, a factor of ten or more between the least and the largest. Does any of them make a heavy tail?',
    controls: [{ key: 'learningRate', ofSecond: true }],
    judge: ({ now, tried }) => {
      if (!now?.lastVersus || !now.versus) return null;
      const rates = [...new Set(tried.flatMap((t) => (t.versus ? [t.versus.learningRate] : [])))];
      const heavy = tried.find((t) => t.lastVersus?.phase === 'heavy-tailed');
      if (heavy?.versus) {
        return yes(
          `At ${num(heavy.versus.learningRate)} B is heavy-tailed: you found what we did not.`,
        );
      }
      const found = `At ${num(now.versus.learningRate)} B’s exponent is ${alpha(now.lastVersus.hill.alpha)}, λ₁ = ${num(now.lastVersus.lambdaMax)}.`;
      const wide = Math.max(...rates) >= 10 * Math.min(...rates);
      if (rates.length < 3 || !wide)
        return notYet(`${found} Rates tried: ${rates.map((r) => num(r, 2)).join(', ')}.`);
      const least = Math.min(
        ...tried.flatMap((t) => (t.lastVersus ? [t.lastVersus.hill.alpha] : [])),
      );
      return yes(
        `${found} Over all your rates it never fell below ${alpha(least)}: the spectrum grows as a whole and keeps its shape. The tail needs a direction.`,
      );
    },
    references: [
      {
        text: 'Jordan, “Muon: an optimizer for hidden layers in neural networks” (2024)',
        href: 'https://kellerjordan.github.io/posts/muon/',
      },
    ],
  },
  {
    title: 'Does the tail go with generalisation?',
    blocks: [
      {
        p: 'In large trained networks, heavier tails have been reported to go with better test accuracy. Here you can check: the curves show the test loss (the features of the trained W, read out by ridge regression) and the Hill exponent, over the ten steps. At rate 0.6 the tail is heavy, and the test loss ends above where it began.',
      },
      {
        p: 'The test loss is a number for W, not for the network’s own output: the second layer stays as it was.',
      },
    ],
    question:
      'Find the learning rate with the lowest test loss at step 10. What is the phase there?',
    controls: [{ key: 'learningRate' }],
    judge: ({ now, tried }) => {
      if (!now) return null;
      const best = tried.reduce((a, b) => (b.last.testLoss < a.last.testLoss ? b : a), now);
      const found = `At ${num(now.config.learningRate)} the test loss is ${num(now.last.testLoss)} (${phase(now)}, exponent ${alpha(now.last.hill.alpha)}).`;
      if (now.last.testLoss > BEST_TEST_LOSS) {
        return notYet(
          best === now
            ? `${found} The best so far.`
            : `${found} The best so far was ${num(best.last.testLoss)} at ${num(best.config.learningRate)}.`,
        );
      }
      return yes(
        `${found} That is as low as it gets at this size: the early spike, still attached to β, and no heavy tail. By the time the tail is heavy, similarity with β is gone.`,
      );
    },
    references: [PAPER, MARTIN],
  },
  {
    title: 'What the numbers are, and what they are not',
    blocks: [
      {
        p: 'Two honest footnotes. First, the paper writes the features as σ(Wx/√d). The code that was published with it divides by √d once more in what it reports: losses and alignment, not training, not the spectrum. Run A reads W out as written, run B as that code does: the spectra are the same to the last bit, the test losses are 1.39 and 0.995. In B’s scale the lowest test loss is found at a larger rate, in the phase called bulk-decay, and all losses lie within a few per cent; in neither scale is the heaviest tail the best. What that code calls training loss is the ridge read-out’s error on the very samples it was fitted to.',
      },
      {
        p: 'Second, this student cannot learn this teacher. tanh is odd, and so is every network of tanh units without biases. Softplus has an even part, and nothing odd can touch it:',
      },
      {
        tex: String.raw`\operatorname{softplus}(z)=\tfrac z2+\text{even},\qquad\mathbb E[y^2]-\tfrac14=1.011-0.250=0.761`,
      },
      {
        p: 'No tail, heavy or light, gets an odd network below 0.761. A constant alone would reach 0.362.',
      },
    ],
    question: 'Choose a student activation with which the test loss falls below that floor.',
    controls: [{ key: 'activation' }],
    judge: ({ now }) => {
      if (!now) return null;
      const { testLoss } = now.last;
      const found = `Test loss ${num(testLoss)} at rate ${roundTo(now.config.learningRate, 3)}.`;
      return testLoss < ODD_FLOOR
        ? yes(
            `${found} An activation with an even part, and the same spectra say something else. Now explore by yourself: the tabs above lead on from here.`,
          )
        : notYet(`${found} The floor for odd networks is ${ODD_FLOOR}.`);
    },
    references: [PAPER],
  },
];
