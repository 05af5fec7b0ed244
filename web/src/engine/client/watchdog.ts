// Notices that a worker has not been heard of for longer than there is a reason for.

import { startTimer } from '../../common/timer';

/** Milliseconds a worker may stay silent, however little it has to do. */
export const SILENCE_LIMIT_MS = 30_000;
/** Milliseconds it may take to load the module, over a slow network too. */
export const LOAD_LIMIT_MS = 120_000;
/** What is said of such a worker. */
export const NO_ANSWER = 'it no longer answered';

/** Waiting is counted in so many parts: a machine that slept meanwhile has waited for one of them. */
const PARTS = 8;

export class Watchdog {
  private endTimer: (() => void) | null = null;
  private part = 0;
  private left = 0;

  /** @param expired  called once when nothing was heard in time */
  constructor(private readonly expired: () => void) {}

  get isRunning(): boolean {
    return this.endTimer !== null;
  }

  /**
   * Something was heard; the next message should come within `ms` milliseconds. Costs no timer of
   * its own while one is running that is no longer, so the part that is running counts as none.
   */
  restart(ms: number): void {
    if (ms / PARTS < this.part) this.stop();
    this.part = ms / PARTS;
    this.left = PARTS;
    this.endTimer ??= this.wait();
  }

  /** Nothing is expected. */
  stop(): void {
    this.endTimer?.();
    this.endTimer = null;
  }

  private wait(): () => void {
    return startTimer(this.part, () => {
      this.left -= 1;
      this.endTimer = this.left >= 0 ? this.wait() : null;
      if (this.left < 0) this.expired();
    });
  }
}
