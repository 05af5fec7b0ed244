// A quantity after one step over the learning rate: theory as lines, runs as points.

import { formatNumber } from '../../common/format';
import type { ColorName, LinesData, LineSpec } from '../common/lines';

/** What theory says at every rate of the axis. */
export interface TheoryLine {
  name: string;
  y: readonly number[];
  color?: ColorName;
  /** Where its name stands, as a share of the way along it. */
  label?: number;
}

/** What runs showed at some rates. */
export interface MeasuredPoints {
  name: string;
  values: readonly number[];
  color?: ColorName;
}

/** The axis, the same for every quantity. */
export interface RateAxis {
  rates: readonly number[];
  measuredRates: readonly number[];
  /** Least rate at which the spike leaves the bulk; NaN when there is none. */
  threshold: number;
  /** The rate of the run on display. */
  rate: number;
  run: 0 | 1;
}

export interface PredictionData {
  title: string;
  kind: 'linear' | 'log';
  include?: readonly [number, number];
  theory: readonly TheoryLine[];
  measured: readonly MeasuredPoints[];
}

export function prediction(axis: RateAxis, d: PredictionData): LinesData {
  const lines = d.theory.map((line): LineSpec => ({
    name: line.name,
    x: axis.rates,
    y: line.y,
    origin: 'predicted',
    color: line.color ?? 'predicted',
    label: line.label ?? null,
  }));
  const points = d.measured.map((series): LineSpec => ({
    name: series.name,
    x: axis.measuredRates,
    y: series.values,
    origin: 'measured',
    color: series.color ?? runColor(axis),
    form: 'points',
    label: null,
  }));
  return {
    ...frame(axis),
    y: { kind: d.kind, title: d.title, ...(d.include ? { include: d.include } : {}) },
    lines: [...lines, ...points],
    sentence:
      `${d.title} after one step over the learning rate: the theory’s line and ${axis.measuredRates.length} measured points. ` +
      thresholdText(axis),
  };
}

export interface PredictionErrors {
  /** Predicted over measured eigenvalue, less one, in per cent; one for each measured rate. */
  fromConfiguration: readonly number[];
  fromUpdate: readonly number[];
}

/** By how much the predictions of the largest eigenvalue miss it. */
export function predictionErrors(axis: RateAxis, errors: PredictionErrors): LinesData {
  const [low = NaN, high = NaN] = [axis.rates[0], axis.rates.at(-1)];
  const line = (name: string, y: readonly number[], color: ColorName, label: number): LineSpec => ({
    name,
    x: axis.measuredRates,
    y,
    origin: 'predicted',
    color,
    label,
  });
  const largest = (values: readonly number[]): string =>
    `${formatNumber(Math.max(0, ...values.map(Math.abs)), 2)} %`;
  const title = 'error of the predicted λ₁ in %';
  return {
    ...frame(axis),
    y: { kind: 'linear', title, include: [-5, 5], limit: [-100, 100] },
    lines: [
      {
        name: 'no error',
        x: [low, high],
        y: [0, 0],
        origin: 'measured',
        color: 'muted',
        label: null,
      },
      line('from the configuration', errors.fromConfiguration, 'predicted', 0.7),
      line('from the update', errors.fromUpdate, runColor(axis), 0.1),
    ],
    sentence:
      `Error of the predicted largest eigenvalue at ${axis.measuredRates.length} rates: at most ` +
      `${largest(errors.fromConfiguration)} from the configuration and ${largest(errors.fromUpdate)} from the update. ` +
      thresholdText(axis),
  };
}

function runColor({ run }: RateAxis): ColorName {
  return run === 0 ? 'run-a' : 'run-b';
}

function frame(axis: RateAxis): Pick<LinesData, 'x' | 'marks'> {
  const { threshold, rate } = axis;
  const mark = {
    x: threshold,
    text: 'threshold',
    origin: 'predicted',
    color: 'predicted',
  } as const;
  return {
    x: {
      kind: 'log',
      title: 'learning rate η of the step',
      ...(axis.rates.length > 0 ? { include: [axis.rates[0]!, axis.rates.at(-1)!] } : {}),
    },
    marks: [
      ...(Number.isFinite(threshold) ? [mark] : []),
      { x: rate, text: 'this run', origin: 'measured', color: runColor(axis) },
    ],
  };
}

function thresholdText({ threshold }: RateAxis): string {
  return Number.isFinite(threshold)
    ? `The spike is predicted to leave the bulk at a rate of ${formatNumber(threshold)}.`
    : '';
}
