// The cursor on the time-line: which recorded step is on display, and its movement while playing.
// Computing runs ahead on its own; the cursor waits where nothing has been recorded yet.

export interface Span {
  /** Recorded steps so far, ascending. */
  steps: readonly number[];
  /** Nothing more will be recorded. */
  over: boolean;
  /** Last step of the configuration. */
  end: number;
}

export class Playback {
  playing = false;
  /** Step on display. */
  cursor = 0;
  /** Keep to the newest step until this one is there; null: stay. */
  private target: number | null = null;
  private elapsed = 0;

  /** Plays on, or from the start when the end has been reached. */
  play(span: Span): void {
    if (span.over && this.cursor >= (span.steps.at(-1) ?? 0)) this.cursor = 0;
    this.playing = true;
    this.target = null;
    this.elapsed = 0;
  }

  /** Plays from the untrained matrix. */
  restart(): void {
    this.cursor = 0;
    this.playing = true;
    this.target = null;
    this.elapsed = 0;
  }

  pause(): void {
    this.playing = false;
    this.target = null;
  }

  seek(step: number, span: Span): void {
    this.pause();
    let best = span.steps[0] ?? 0;
    for (const s of span.steps) if (Math.abs(s - step) < Math.abs(best - step)) best = s;
    this.cursor = best;
  }

  /** One recorded step forward (+1) or back (-1); forward waits for a step still to come. */
  nudge(direction: 1 | -1, span: Span): void {
    const next =
      direction > 0
        ? span.steps.find((s) => s > this.cursor)
        : span.steps.findLast((s) => s < this.cursor);
    this.pause();
    if (next !== undefined) this.cursor = next;
    else if (direction > 0 && !span.over) this.target = this.cursor + 1;
  }

  toEnd(span: Span): void {
    this.follow(Infinity);
    this.cursor = span.steps.at(-1) ?? 0;
  }

  /** To the given step as soon as it has been recorded, and to the newest one until then. */
  follow(step: number): void {
    this.playing = false;
    this.target = step;
  }

  rewind(): void {
    this.pause();
    this.cursor = 0;
  }

  /** The step a person waits for. */
  get wanted(): number {
    return this.target ?? this.cursor;
  }

  /**
   * Time passes.
   * @param seconds since the last call
   * @param speed recorded steps per second
   */
  advance(seconds: number, speed: number, span: Span): void {
    const newest = span.steps.at(-1) ?? 0;
    if (this.target !== null) {
      const reached = newest >= this.target;
      this.cursor = reached ? (span.steps.findLast((s) => s <= (this.target ?? 0)) ?? 0) : newest;
      if (reached || span.over) this.target = null;
      return;
    }
    // After a change the new run may be shorter than where the cursor stood.
    if (span.over && this.cursor > newest) this.cursor = newest;
    if (this.playing) this.walk(seconds, speed, span);
  }

  private walk(seconds: number, speed: number, span: Span): void {
    this.elapsed += seconds;
    while (this.elapsed >= 1 / speed) {
      const next = span.steps.find((s) => s > this.cursor);
      if (next === undefined) {
        // Nothing to show yet: the next step starts its time when it is there.
        this.elapsed = 0;
        if (span.over) this.playing = false;
        return;
      }
      this.elapsed -= 1 / speed;
      this.cursor = next;
    }
  }
}
