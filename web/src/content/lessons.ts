// The words of the story, one lesson for each chapter of story.ts.

import type { Lesson } from './lesson';
import { NOISE_LESSONS } from './lessons_noise';
import { STEP_LESSONS } from './lessons_step';
import { TAIL_LESSONS } from './lessons_tail';

export const LESSONS: readonly Lesson[] = [...NOISE_LESSONS, ...STEP_LESSONS, ...TAIL_LESSONS];
