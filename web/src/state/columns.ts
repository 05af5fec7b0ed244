// Courses of metrics over the steps of a run, read once from each snapshot and kept.

import type { Metric } from '../config/metrics/metric';
import type { RunRecord } from './runs';

export interface Course {
  steps: number[];
  values: number[];
}

const kept = new WeakMap<RunRecord, Map<string, Course>>();

/** The metric at every recorded step; the same arrays, longer, when the run has grown. */
export function courseOf(run: RunRecord, m: Metric): Course {
  let byMetric = kept.get(run);
  if (!byMetric) kept.set(run, (byMetric = new Map<string, Course>()));
  let course = byMetric.get(m.key);
  if (!course) byMetric.set(m.key, (course = { steps: [], values: [] }));
  for (let i = course.steps.length; i < run.recorded.length; i += 1) {
    const snapshot = run.recorded[i]?.snapshot;
    if (!snapshot) break;
    course.steps.push(snapshot.step);
    // The rate belongs to the step that led to a snapshot; step 0 has none.
    course.values.push(m.key === 'rate' && snapshot.step === 0 ? NaN : m.value(snapshot));
  }
  return course;
}
