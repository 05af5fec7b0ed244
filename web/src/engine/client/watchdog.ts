// Notices that a worker has not been heard of for longer than there is a reason for.

/** Waiting is counted in so many parts: a machine that slept meanwhile has waited for one of them. */
const PARTS = 8;

export class Watchdog {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private part = 0;
  private left = 0;

  /** @param expired  called once when nothing was heard in time */
  constructor(private readonly expired: () => void) {}

  /**
   * Something was heard; the next message should come within `ms` milliseconds. Costs no timer of
   * its own while one is running, so the part that is running counts as none.
   */
  restart(ms: number): void {
    this.part = ms / PARTS;
    this.left = PARTS;
    this.timer ??= this.wait();
  }

  /** Nothing is expected. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wait(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.left -= 1;
      this.timer = this.left >= 0 ? this.wait() : undefined;
      if (this.left < 0) this.expired();
    }, this.part);
  }
}
