// How fast one kind of work is done on this machine, learned from what was timed.

export interface SpeedOptions {
  /** Operations per second to expect before anything was timed. */
  guess: number;
  /** Milliseconds; shorter pieces of work say little about the speed. */
  shortest?: number;
}

export class Speed {
  private newest = NaN;
  private slowest = NaN;

  constructor(private readonly options: SpeedOptions) {}

  get isMeasured(): boolean {
    return !Number.isNaN(this.newest);
  }

  /** Operations per second. Newer pieces of work count more, none counts alone. */
  get value(): number {
    return this.isMeasured ? this.newest : this.options.guess;
  }

  /** That of the slowest piece of work so far. */
  get least(): number {
    return this.isMeasured ? this.slowest : this.options.guess;
  }

  /** @param operations  that took `ms` milliseconds */
  learn(operations: number, ms: number): void {
    const found = (operations / ms) * 1000;
    const { shortest = 0 } = this.options;
    if (!(ms > 0) || ms < shortest || !(found > 0) || !Number.isFinite(found)) return;
    this.newest = this.isMeasured ? 0.5 * (this.newest + found) : found;
    this.slowest = Math.min(found, Number.isNaN(this.slowest) ? found : this.slowest);
  }
}
