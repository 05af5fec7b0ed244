// Notices that somebody has not been heard of for longer than there is a reason for.

/** Waiting is counted in so many parts: a machine that slept meanwhile has waited for one of them. */
const PARTS = 8;

export class Watchdog {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly bark: () => void) {}

  /** Something was heard; the next word should come within `ms` milliseconds. */
  expect(ms: number): void {
    this.rest();
    this.wait(ms / PARTS, PARTS);
  }

  /** Nothing is expected. */
  rest(): void {
    clearTimeout(this.timer);
  }

  private wait(ms: number, parts: number): void {
    this.timer = setTimeout(() => {
      if (parts > 1) this.wait(ms, parts - 1);
      else this.bark();
    }, ms);
  }
}
