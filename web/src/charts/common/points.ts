// Data of a line that is redrawn with every step: the point objects are made once and reused, so
// that a running chart allocates nothing.

export interface Point {
  x: number;
  y: number;
}

export class Points {
  /** Give this array to Chart.js with `parsing: false`; it is changed in place. */
  readonly data: Point[] = [];
  private readonly spare: Point[] = [];
  private used = 0;

  /** Starts over with no points. */
  clear(): this {
    this.used = 0;
    return this;
  }

  add(x: number, y: number): this {
    let point = this.data[this.used];
    if (!point) {
      point = this.spare.pop() ?? { x: 0, y: 0 };
      this.data[this.used] = point;
    }
    point.x = x;
    point.y = y;
    this.used += 1;
    return this;
  }

  /** Puts away the points left from a longer curve. Call after the last `add`. */
  finish(): void {
    while (this.data.length > this.used) {
      const point = this.data.pop();
      if (point) this.spare.push(point);
    }
  }
}
