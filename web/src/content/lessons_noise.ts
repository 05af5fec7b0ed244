// The story, chapters 1 and 2: what a matrix of noise looks like.

import { isUntouched, notYet, num, yes, type Lesson } from './lesson';

export const NOISE_LESSONS: readonly Lesson[] = [
  {
    title: 'A random matrix has a round bulk',
    blocks: [
      {
        p: 'Before training, the first layer W of our network is pure noise: 300 × 200 independent normal numbers. Yet its spectrum is not shapeless. The eigenvalues λ of WᵀW, the squared singular values of W, fill one interval, with a curve above it that depends on nothing but the two sizes: the Marchenko–Pastur law (dotted).',
      },
      { tex: String.raw`\lambda_\pm=\bigl(\sqrt h\pm\sqrt d\bigr)^2,\qquad h=300,\ d=200` },
      {
        p: 'No eigenvalue of a large random matrix lies outside these two edges. That is what makes the spectrum useful: whatever stands outside later was put there by learning.',
      },
    ],
    question: 'At which number h of hidden units does the bulk reach down to zero?',
    controls: [{ key: 'h' }],
    judge: ({ now }) => {
      if (!now) return null;
      const { h, d } = now.config;
      const lower = num(now.last.initialBulk.lower, 2);
      const end = num(now.last.initialBulk.upper);
      if (Math.abs(h - d) <= 0.05 * d) {
        return yes(
          `At h = ${h} the lower edge is ${lower}, next to an upper edge of ${end}: it touches zero where W is square, h = d = ${d}. There some directions are almost lost.`,
        );
      }
      return notYet(
        `At h = ${h} the bulk reaches from ${lower} to ${end}. Move h and watch the left edge.`,
      );
    },
    references: [
      {
        text: 'Marchenko and Pastur, “Distribution of eigenvalues for some sets of random matrices”, Math. USSR-Sbornik 1 (1967)',
        href: 'https://doi.org/10.1070/SM1967v001n04ABEH001994',
      },
    ],
  },
  {
    title: 'When is the largest eigenvalue news?',
    blocks: [
      {
        p: 'The edge is a limit for infinite sizes. In a matrix of this size the largest eigenvalue λ₁ wobbles around a place just inside it, by the Tracy–Widom law, and now and then noise alone pushes it across. So this page counts a spike only beyond a second line, which noise crosses in one case of a hundred.',
      },
      {
        tex: String.raw`\begin{aligned}\lambda_1&\approx\mu+\sigma\,\mathrm{TW}_1\\\mu&=(\sqrt{h-1}+\sqrt d)^2\\\sigma&=(\sqrt{h-1}+\sqrt d)\Bigl(\tfrac1{\sqrt{h-1}}+\tfrac1{\sqrt d}\Bigr)^{1/3}\end{aligned}`,
      },
      {
        p: 'The axes are logarithmic from here on: a heavy tail is a straight line on them.',
      },
    ],
    question:
      'Find a seed for which λ₁ lies beyond the edge 990 but is no spike. (One of the first ten will do.)',
    controls: [{ key: 'seed' }],
    judge: (seen) => {
      const { now, tried } = seen;
      if (!now) return null;
      const { lambdaMax, initialBulk, twEdge, spikes } = now.last;
      const place = `Seed ${now.config.seed}: λ₁ = ${num(lambdaMax, 4)}, edge ${num(initialBulk.upper)}, line ${num(twEdge, 4)}.`;
      if (spikes > 0)
        return yes(`${place} Even the line is crossed: that happens once in a hundred.`);
      if (lambdaMax > initialBulk.upper) {
        return yes(`${place} Beyond the edge and before the line: noise, and no news.`);
      }
      if (isUntouched(seen)) return notYet(place);
      const hint = tried.length > 5 ? ' Try seed 7.' : ' Still inside.';
      return notYet(place + hint);
    },
    references: [
      {
        text: 'Johnstone, “On the distribution of the largest eigenvalue in principal components analysis”, Annals of Statistics 29 (2001)',
        href: 'https://doi.org/10.1214/aos/1009210544',
      },
    ],
  },
];
