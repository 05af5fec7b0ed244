// What others may do with a figure, by message or by script: set, play, pause, step, seek, ask.

import { listed, quoted } from '../common/text';
import { applyPatch, difference, presentNames } from '../config/schema/config';
import { formatLink, isLinkWord } from '../config/link/link';
import { METRICS } from '../config/metrics/metrics';
import { PARAMS } from '../config/schema/schema';
import { recordedAt, type RunStatus } from '../state/runs';
import type { Store } from '../state/store';
import type { Config, Phase } from '@engine';

export interface FigureState {
  config: Config;
  /** Step on display, the last one recorded so far, and the last one of the run. */
  step: number;
  recorded: number;
  steps: number;
  playing: boolean;
  status: RunStatus;
  /** Why it failed, or null. */
  message: string | null;
  /** Of the step on display; null before there is one. */
  phase: Phase | null;
  /** Quantities of the step on display by name; null where one is not finite. */
  values: Record<string, number | null>;
  /** What opens the same on the whole page, after its `#`. */
  link: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/** What every column of a map has of its own. */
const RATES = ['optimizer', 'learningRate'];

export class Remote {
  constructor(private readonly store: Store) {}

  /** Changes settings of the run; returns sentences about values that were not taken as they were. */
  configure(settings: Settings): string[] {
    const patch: Record<string, unknown> = {};
    const unknown: string[] = [];
    const { store } = this;
    const isMap = store.view.part === 'phases';
    const warnings: string[] = [];
    for (const [key, value] of Object.entries(presentNames(settings))) {
      if (!PARAMS.some((p) => p.key === key)) unknown.push(key);
      else if (isMap && RATES.includes(key)) {
        warnings.push(
          `${quoted(key)}: a map has its own optimizers and learning rates; open a link with “map.optimizers” or “map.rate.adam”.`,
        );
      } else patch[key] = value;
    }
    if (unknown.length > 0) {
      const hint = unknown.some(isLinkWord) ? ' Words of links are for “open”.' : '';
      const are = unknown.length > 1 ? 'There are no settings' : 'There is no setting';
      warnings.push(`${are} ${listed(unknown.map(quoted))}.${hint}`);
    }
    const present = isMap ? store.map.base : store.config;
    const { config, warnings: said } = applyPatch(present, patch);
    const next = difference(config, present);
    if (Object.keys(next).length > 0) {
      if (isMap) store.changeMap({ base: config });
      else store.change(next);
    }
    return [...warnings, ...said];
  }

  /** Shows what a link of the page says; returns sentences about what could not be read. */
  open(link: string): string[] {
    return this.store.openLink(link);
  }

  play(): void {
    this.store.move((playback, span) => playback.play(span));
  }

  pause(): void {
    this.store.move((playback) => playback.pause());
  }

  /** @param by recorded steps on, or back where it is negative */
  step(by = 1): void {
    const direction = by < 0 ? -1 : 1;
    for (let i = 0; i < Math.abs(by); i += 1) {
      this.store.move((playback, span) => playback.nudge(direction, span));
    }
  }

  /** To this step, as soon as it has been computed. */
  seek(step: number): void {
    this.store.move((playback) => playback.follow(step));
  }

  get state(): FigureState | null {
    const run = this.store.shown[0];
    const runner = this.store.runner(0);
    if (!run || !runner) return null;
    const { cursor, playing } = this.store.playback;
    const snapshot = recordedAt(run, cursor)?.snapshot;
    const values: FigureState['values'] = {};
    for (const m of snapshot ? METRICS : []) {
      const value = snapshot ? m.value(snapshot) : NaN;
      values[m.key] = Number.isFinite(value) ? value : null;
    }
    return {
      config: this.store.config,
      step: snapshot?.step ?? 0,
      recorded: run.recorded.at(-1)?.snapshot.step ?? 0,
      steps: this.store.config.steps,
      playing,
      status: runner.run.status,
      message: runner.run.message,
      phase: snapshot?.phase ?? null,
      values,
      link: formatLink(this.store.state),
    };
  }

  /** Something that differs whenever `state` does, and is cheap to ask for. */
  get signature(): string {
    const run = this.store.shown[0];
    const { cursor, playing } = this.store.playback;
    const status = this.store.runner(0)?.run.status ?? '';
    const known = run?.recorded.length ?? 0;
    return [cursor, playing, status, known, formatLink(this.store.state)].join(' ');
  }
}
