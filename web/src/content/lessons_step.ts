// The story, chapters 3 to 6: one step, and the spike it makes.

import type { Snapshot } from '@engine';
import { BA, notYet, num, PAPER, yes, type Answer, type Lesson, type Seen } from './lesson';

const BBP = {
  text: 'Benaych-Georges and Nadakuditi, “The singular values and vectors of low rank perturbations of large rectangular random matrices”, J. Multivariate Analysis 111 (2012), arXiv 1103.2221',
  href: 'https://arxiv.org/abs/1103.2221',
};

/** A rate is close to the least one with a spike when it is below this many times the prediction. */
const CLOSE = 1.6;

/** How far a rate is from the one at which the first spike appears. */
function judgeThreshold({ now, predicted }: Seen, kind: 'sign' | 'gd'): Answer | null {
  if (!now || !predicted) return null;
  const rate = now.config.learningRate;
  const theory = predicted[kind].thresholdRate;
  const { spikes, lambdaMax, twEdge } = now.last;
  if (spikes === 0) {
    return notYet(
      `At ${num(rate)} λ₁ = ${num(lambdaMax, 4)} is still below the line at ${num(twEdge, 4)}. Take a larger rate.`,
    );
  }
  if (rate > CLOSE * theory) {
    return notYet(
      `At ${num(rate)} the spike is far out, at ${num(lambdaMax, 4)}. How small can the rate be?`,
    );
  }
  return yes(
    `You found a rate where the spike leaves the bulk: ${num(rate)}. Theory, from the configuration alone, says ${num(theory)} for infinite sizes; at this size λ₁ has to get past the Tracy–Widom line as well.`,
  );
}

const align = (s: Snapshot): string => num(s.simWBeta, 2);

export const STEP_LESSONS: readonly Lesson[] = [
  {
    title: 'One large Adam step makes a spike',
    blocks: [
      {
        p: 'Now one step of training on 400 samples from a teacher y = softplus(x·β) + noise. Adam’s first step moves every entry of W by the learning rate η, up or down: W₁ = W₀ − η sign(G). The signs of the gradient G are not random. They are organised, since G is close to a matrix of rank one, and so a good part of the step lies in a single direction.',
      },
      {
        tex: String.raw`\eta\,\lVert\operatorname{sign}G\rVert_2=\kappa\,\eta\sqrt{hd}\;>\;(hd)^{1/4}\quad\Longrightarrow\quad\text{a spike}`,
      },
      {
        p: 'A direction weaker than this drowns in the noise without a trace; a stronger one throws exactly one eigenvalue out of the bulk. (Play, or move to step 1, to see the step.)',
      },
    ],
    question: 'How small can the learning rate be, so that the step still makes a spike?',
    controls: [{ key: 'learningRate' }],
    judge: (seen) => judgeThreshold(seen, 'sign'),
    references: [PAPER, BBP],
  },
  {
    title: 'Gradient descent does it too, at a rate thousands of times as large',
    blocks: [
      {
        p: 'Adam’s rate of one tenth does nothing here: plain gradient descent moves W by η times a gradient whose entries are tiny. But nothing is special about Adam. What counts is the size of the step against the noise, and with a rate of order √(hd) the same spike appears.',
      },
      {
        tex: String.raw`M=-\eta\,G\;\approx\;\frac{2\eta\,\mu_1}{\sqrt{hd}}\,a\,\Bigl(\tfrac1nX^{\mathsf T}r\Bigr)^{\mathsf T},\qquad\mu_1=\mathbb E\,\sigma'(z)`,
      },
      { p: 'Here a is the second layer and r = y − f(x) what is still to be learned.' },
    ],
    question: 'From which learning rate on does gradient descent make a spike?',
    controls: [{ key: 'learningRate' }],
    judge: (seen) => judgeThreshold(seen, 'gd'),
    references: [BA, PAPER],
  },
  {
    title: 'What the spike points at',
    blocks: [
      {
        p: 'The spike has a direction, the leading right singular vector v₁ of W. Before the step it is as good as orthogonal to the teacher’s β, like any random direction in 200 dimensions: |v₁·β| is about 1/√200 = 0.07. After the step it is 0.35: one step has found a part of β, and the spike is the sign of it. The curve below shows this similarity.',
      },
      {
        p: 'Is a spike always knowledge? The first step sees of the teacher’s link σ* only its linear part, the first Hermite coefficient. For a link without one, the gradient still has a leading direction, and the spike still appears.',
      },
      { tex: String.raw`\mu_1^{*}=\mathbb E\,[z\,\sigma_*(z)],\qquad z\sim N(0,1)` },
    ],
    question: 'Choose a teacher link for which there is a spike that knows nothing of β.',
    controls: [{ key: 'teacher' }],
    judge: ({ now }) => {
      if (!now) return null;
      const { spikes, simWBeta } = now.last;
      const numbers = `${spikes === 1 ? 'one spike' : `${spikes} spikes`}, similarity ${align(now.last)}`;
      if (spikes > 0 && simWBeta < 0.1) {
        return yes(
          `${numbers}: a spike without knowledge. This link has no linear part (its information exponent is above 1), and a single step cannot see β through it.`,
        );
      }
      return notYet(
        `This link gives ${numbers}: its spike knows β. Look for one without a linear part.`,
      );
    },
    references: [
      BA,
      {
        text: 'Ben Arous, Gheissari and Jagannath, “Online stochastic gradient descent on non-convex losses from high-dimensional inference”, JMLR 22 (2021), arXiv 2003.10409',
        href: 'https://arxiv.org/abs/2003.10409',
      },
    ],
  },
  {
    title: 'More samples, a truer spike',
    blocks: [
      {
        p: 'The gradient is an average over n samples, and what it gets wrong about β falls with n. How much of it is right is predicted before the step is taken:',
      },
      {
        tex: String.raw`\cos^2\angle(\text{step},\beta)\;\approx\;\frac{\mu_1^{*2}}{\mu_1^{*2}+\mathbb E[y^2]\,d/n}`,
      },
      {
        p: 'The spike’s own vector is a little worse than that, because the noise of W₀ bends it. Note that λ₁ itself hardly changes with n: from the spectrum alone one cannot tell a good direction from a poor one.',
      },
    ],
    question: 'How many samples does the first step need for a similarity of at least 0.5?',
    controls: [{ key: 'n' }],
    judge: ({ now, predicted }) => {
      if (!now || !predicted) return null;
      const { n } = now.config;
      const found = `n = ${n}: measured ${align(now.last)}, predicted ${num(predicted.sign.alignment, 2)}.`;
      return now.last.simWBeta >= 0.5
        ? yes(
            `${found} A single run scatters around the prediction; another seed gives a slightly different number.`,
          )
        : notYet(`${found} More samples.`);
    },
    references: [BA, BBP],
  },
];
