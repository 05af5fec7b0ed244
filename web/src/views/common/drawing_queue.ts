// Figures that are to be drawn again, one at a time: all of them at once would hold up a frame.

export interface Drawable {
  readonly element: Element;
  draw: () => void;
}

export class DrawingQueue {
  private readonly due = new Set<Drawable>();

  /** @param isSeen  is somebody looking at it? */
  constructor(private readonly isSeen: (element: Element) => boolean) {}

  add(...figures: readonly Drawable[]): void {
    for (const figure of figures) this.due.add(figure);
  }

  /**
   * Draws the next one: of those in sight first, the others only if `unseenToo`.
   * @returns whether there is another one to draw
   */
  drawNext(unseenToo: boolean): boolean {
    const next = this.next(unseenToo);
    if (!next) return false;
    this.due.delete(next);
    next.draw();
    return this.next(unseenToo) !== undefined;
  }

  private next(unseenToo: boolean): Drawable | undefined {
    const due = [...this.due];
    return due.find(({ element }) => this.isSeen(element)) ?? (unseenToo ? due[0] : undefined);
  }
}
