// A chapter's question: the controls to answer it with, and what the present state says to it.

import type { OneStepPredictions } from '@engine';
import type { Seen, Trial } from '../../content/lesson';
import { LESSONS } from '../../content/lessons';
import { sameConfig, type Config } from '../../config/schema/config';
import { NOTHING_KNOWN, firstRate, oneStepAt } from '../../config/schema/first_step';
import { param } from '../../config/schema/schema';
import { recordedAt, snapshots, type RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { field, type Field } from '../controls/field';
import { h, setText } from '../common/dom';
import { OnDemand } from '../common/on_demand';
import { roomFor } from '../common/room';

interface Prediction {
  /** Names the settings it is for. */
  key: string;
  step: OneStepPredictions;
}

/** As many words as an answer has: 240 characters. */
const LONGEST_ANSWER = 'As long as an answer is. '.repeat(9);

export class LearnQuestion {
  readonly element: HTMLElement;
  private readonly text = h('p', { class: 'question' });
  private readonly controls = h('div', { class: 'question-controls' });
  private readonly answerBox = h('p', { class: 'answer', role: 'status' });
  private readonly answer = roomFor(this.answerBox, [LONGEST_ANSWER]);
  private fields: { field: Field; slot: 0 | 1; shown: Config | null }[] = [];
  private chapter = 0;
  private tried: Trial[] = [];
  private predicted: Prediction | null = null;
  private readonly prediction: OnDemand<Prediction>;

  constructor(private readonly store: Store) {
    this.prediction = new OnDemand<Prediction>({
      draw: (predicted) => (this.predicted = predicted),
      say: () => undefined,
      wake: () => store.wake(),
    });
    this.element = h(
      'section',
      { class: 'learn-question', 'aria-label': 'Question' },
      h('h3', { class: 'group-title' }, 'Question'),
      this.text,
      this.controls,
      this.answerBox,
    );
  }

  render(chapter: number): void {
    if (chapter !== this.chapter) this.show(chapter);
    this.showFields();
    const seen = this.look();
    const answer = LESSONS[chapter - 1]?.judge(seen) ?? null;
    // While a new run is on its way the last word stays, so that nothing flickers.
    if (answer) {
      setText(this.answer, answer.text);
      this.answerBox.classList.toggle('is-right', answer.isRight);
    } else if (seen.now) setText(this.answer, '\u00a0');
  }

  private show(chapter: number): void {
    this.chapter = chapter;
    this.tried = [];
    const lesson = LESSONS[chapter - 1]!;
    setText(this.text, lesson.question);
    setText(this.answer, '\u00a0');
    this.answerBox.classList.remove('is-right');
    this.fields = lesson.controls.map(({ key, ofSecond }) => {
      const slot = ofSecond ? 1 : 0;
      const made = field(param(key), (patch, continuing) =>
        this.store.change(patch, slot, continuing),
      );
      return { field: made, slot, shown: null };
    });
    this.controls.replaceChildren(...this.fields.map((f) => f.field.element));
  }

  /** Only what changed: a field that is being typed into is left alone. */
  private showFields(): void {
    for (const entry of this.fields) {
      const config = this.store.configOf(entry.slot);
      if (entry.shown === config || (entry.shown && sameConfig(entry.shown, config))) continue;
      entry.shown = config;
      entry.field.show(config);
    }
  }

  private look(): Seen {
    const { store } = this;
    const first = store.runner(0)?.shown;
    const now = first ? this.trial(first) : null;
    if (now && !this.tried.some((t) => t.last === now.last && t.lastVersus === now.lastVersus)) {
      this.tried.push(now);
    }
    return {
      view: store.view,
      step: store.playback.cursor,
      snapshots: first ? snapshots(first) : [],
      now,
      tried: this.tried,
      predicted: this.predict(),
    };
  }

  /** The runs on display, once both are complete and are those of the settings. */
  private trial(first: RunRecord): Trial | null {
    const { store } = this;
    const isDone = (run: RunRecord | undefined): boolean => run?.status === 'complete';
    const runners = [store.runner(0), store.runner(1)].flatMap((r) => r ?? []);
    if (!runners.every((r) => r.shown === r.run && isDone(r.run))) return null;
    const last = recordedAt(first, Infinity)?.snapshot;
    const second = store.runner(1)?.run;
    if (!last) return null;
    return {
      config: first.config,
      last,
      versus: second?.config ?? null,
      lastVersus: (second && recordedAt(second, Infinity)?.snapshot) ?? null,
    };
  }

  private predict(): OneStepPredictions | null {
    const { store } = this;
    const { config } = store;
    if (config.steps !== 1) return null;
    const rate = firstRate(config);
    const one = oneStepAt(config, rate);
    const runner = store.runner(0);
    if (!runner) return null;
    const key = JSON.stringify(one);
    this.prediction.want(key, async () => {
      const args = { config: one, rates: [rate], known: NOTHING_KNOWN };
      const [step] = await runner.call('predictions', args);
      if (!step) throw new Error('no prediction arrived');
      return { key, step };
    });
    return this.predicted?.key === key ? this.predicted.step : null;
  }
}
