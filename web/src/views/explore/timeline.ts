// The time-line: transport buttons, a scrubber over a strip that shows the phase of every recorded
// step, and, while something is being computed, how far it is and how to stop it; afterwards, when
// the spike and the tail appeared.

import { formatDuration } from '../../common/format';
import { landmarks, landmarksText } from '../../config/metrics/phases';
import { SPEEDS } from '../../config/link/view_state';
import { remainingSeconds, snapshots, type RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { h, icon, on, setText, setValue } from '../common/dom';
import { ICONS } from '../common/icons';
import { roomFor, widthFor } from '../common/room';
import { PhaseStrip } from './phase_strip';

/** Milliseconds before a run's progress is worth showing. */
const SHOW_AFTER_MS = 500;

/** As wide as words beside the time-line get, the button among them. */
const LONGEST_STATUS = [
  'Cancel xx computing step 88888 · 88 min left',
  landmarksText({ spike: null, tail: null }),
  landmarksText({ spike: 888, tail: 888 }),
];

export class Timeline {
  readonly element: HTMLElement;
  private readonly playButton = this.button('Play (space)', ICONS.play, () => this.togglePlay());
  private readonly scrubber = h('input', {
    type: 'range',
    class: 'scrubber',
    min: 0,
    max: 10,
    step: 1,
    'aria-label': 'Step',
  });
  private readonly position = h('output', { class: 'position' });
  private readonly status = h('span', { class: 'status' });
  private readonly cancelButton = h('button', { type: 'button', class: 'quiet' }, 'Cancel');
  private readonly speed = h(
    'select',
    {
      'aria-label': 'Speed, steps per second',
      title: 'Speed, steps per second',
      class: 'inline-select',
    },
    ...SPEEDS.map((s) => h('option', { value: s }, `${s}/s`)),
  );
  private readonly strip: PhaseStrip;
  private playIcon: 'play' | 'pause' = 'play';

  constructor(private readonly store: Store) {
    this.strip = new PhaseStrip(store);
    on(this.scrubber, 'input', () => {
      const step = Number(this.scrubber.value);
      store.move((playback, span) => playback.seek(step, span));
    });
    on(this.cancelButton, 'click', () => store.cancel());
    on(this.speed, 'change', () => store.setView({ speed: Number(this.speed.value) }, true));
    const progress = h('span', { class: 'progress' });
    roomFor(progress, LONGEST_STATUS).append(this.cancelButton, this.status);
    this.element = h(
      'section',
      { class: 'timeline', 'aria-label': 'Time-line' },
      h(
        'div',
        { class: 'transport' },
        h(
          'div',
          { class: 'buttons' },
          this.button('Back to step 0 (R)', ICONS.start, () => store.move((p) => p.rewind())),
          this.button('One step back (←)', ICONS.back, () => store.move((p, s) => p.nudge(-1, s))),
          this.playButton,
          this.button('One step on (→)', ICONS.forward, () => store.move((p, s) => p.nudge(1, s))),
          this.button('To the end (End)', ICONS.end, () => store.move((p, s) => p.toEnd(s))),
        ),
        this.position,
        this.speed,
        progress,
      ),
      h('div', { class: 'track' }, this.strip.element, this.scrubber),
    );
  }

  render(): void {
    const { store } = this;
    const { cursor, playing } = store.playback;
    const { end } = store.span;
    this.scrubber.max = String(Math.max(1, end));
    setValue(this.scrubber, String(cursor));
    this.scrubber.setAttribute('aria-valuetext', `step ${cursor} of ${end}`);
    setText(this.position, `step ${cursor} of ${end}`);
    // Two digits at least: no run that is shorter moves what stands beside it.
    const most = Math.max(10, end);
    widthFor(this.position, [`step ${most} of ${most}`]);
    setValue(this.speed, String(store.view.speed));
    this.showPlaying(playing);
    this.showProgress();
    this.strip.render();
  }

  /** True when the key was one of the time-line's. */
  key(event: KeyboardEvent): boolean {
    const { store } = this;
    const rewind = (): void => store.move((p) => p.rewind());
    const actions: Record<string, () => void> = {
      ' ': () => this.togglePlay(),
      ArrowRight: () => store.move((p, span) => p.nudge(1, span)),
      ArrowLeft: () => store.move((p, span) => p.nudge(-1, span)),
      Home: rewind,
      End: () => store.move((p, span) => p.toEnd(span)),
      r: rewind,
      R: rewind,
    };
    const action = actions[event.key];
    action?.();
    return action !== undefined;
  }

  private togglePlay(): void {
    this.store.move((playback, span) =>
      playback.playing ? playback.pause() : playback.play(span),
    );
  }

  private showPlaying(playing: boolean): void {
    const wanted = playing ? 'pause' : 'play';
    if (wanted === this.playIcon) return;
    this.playIcon = wanted;
    this.playButton.replaceChildren(icon(ICONS[wanted]));
    const label = playing ? 'Pause (space)' : 'Play (space)';
    this.playButton.title = label;
    this.playButton.setAttribute('aria-label', label);
  }

  private showProgress(): void {
    const runs = ([0, 1] as const).flatMap((slot) => this.store.runner(slot)?.run ?? []);
    const now = performance.now();
    const long = runs.filter(
      (run) =>
        run.status === 'computing' &&
        now - run.started > SHOW_AFTER_MS &&
        remainingSeconds(run) > 0.2,
    );
    setText(this.status, long.length > 0 ? progressText(long) : restText(runs));
    this.cancelButton.hidden = long.length === 0;
  }

  private button(label: string, path: string, action: () => void): HTMLButtonElement {
    const button = h(
      'button',
      { type: 'button', class: 'transport-button', title: label, 'aria-label': label },
      icon(path),
    );
    on(button, 'click', action);
    return button;
  }
}

function progressText(runs: readonly RunRecord[]): string {
  const slowest = runs.reduce((a, b) => (remainingSeconds(a) > remainingSeconds(b) ? a : b));
  const left = remainingSeconds(slowest);
  const time = Number.isFinite(left) ? ` · ${formatDuration(left)} left` : '';
  const step = Math.min(slowest.step + 1, slowest.config.steps);
  return `computing step ${step}${time}`;
}

function restText(runs: readonly RunRecord[]): string {
  const diverged = runs.find((run) => run.status === 'diverged');
  if (diverged)
    return `diverged at step ${diverged.recorded.at(-1)?.snapshot.step ?? diverged.step}`;
  const stopped = runs.find((run) => run.status === 'cancelled');
  if (stopped) return `stopped after step ${stopped.recorded.at(-1)?.snapshot.step ?? 0}`;
  // With two runs the strip says it, one row for each.
  const [only] = runs.length === 1 ? runs : [];
  return only?.status === 'complete' ? landmarksText(landmarks(snapshots(only))) : '';
}
