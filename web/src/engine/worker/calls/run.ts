// Answers the calls about the state of a run after some step.

import type { EngineModule, Run } from '@engine';
import type { Config } from '@engine';
import type { CallRequest, Calls, ScatterData } from '../../protocol/messages';
import type { FirstStep } from '../../protocol/theory_calls';

const RUN_CALLS = ['overlaps', 'entries', 'scatter', 'weights', 'firstStep', 'denoise'] as const;
export type RunCallName = (typeof RUN_CALLS)[number];
export type RunCallRequest = Extract<CallRequest, { name: RunCallName }>;

/** Points of the teacher's curve. */
const CURVE_POINTS = 121;

/** A run that can be put after any step. */
export interface SeekableRun {
  seek(config: Config, step: number): Run;
  /** One more step. */
  step(): ReturnType<Run['step']>;
}

/** Such a call waits for the run in progress. */
export function isRunCall(request: CallRequest): request is RunCallRequest {
  return (RUN_CALLS as readonly string[]).includes(request.name);
}

export function answerRunCall(
  engine: EngineModule,
  seekable: SeekableRun,
  request: RunCallRequest,
): Calls[RunCallName]['result'] {
  const { config } = request.args;
  if (request.name === 'firstStep') return firstStep(seekable, config);
  const run = seekable.seek(config, request.args.step);
  switch (request.name) {
    case 'overlaps':
      return run.overlaps(request.args.count);
    case 'entries':
      return run.entryHistogram(request.args.bins);
    case 'scatter':
      return scatter(engine, run, config);
    case 'weights':
      return run.weights();
    case 'denoise':
      return run.denoise();
  }
}

function firstStep(seekable: SeekableRun, config: Config): FirstStep {
  const run = seekable.seek(config, 0);
  const { learningRate } = seekable.step();
  return { learningRate, spike: run.updateSpike() };
}

function scatter(engine: EngineModule, run: Run, config: Config): ScatterData {
  const points = run.outputScatter();
  const reach = points.index.reduce((most, z) => Math.max(most, Math.abs(z)), 1);
  const curveIndex = Float64Array.from(
    { length: CURVE_POINTS },
    (_, i) => reach * ((2 * i) / (CURVE_POINTS - 1) - 1),
  );
  return { ...points, curveIndex, curveTarget: engine.teacherFunction(config.teacher, curveIndex) };
}
