// Which elements are on the screen or about to be, so that nothing is drawn for nobody.

/** Pixels beyond the screen in which an element counts as in sight. */
const MARGIN = 200;

export class InSight {
  private readonly seen = new Set<Element>();
  private readonly observer: IntersectionObserver;

  /** @param changed  something came into sight */
  constructor(changed: () => void) {
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.seen.add(target);
          else this.seen.delete(target);
        }
        if (entries.some((entry) => entry.isIntersecting)) changed();
      },
      { rootMargin: `${MARGIN}px 0px` },
    );
  }

  watch(element: Element): void {
    this.observer.observe(element);
  }

  has(element: Element): boolean {
    return this.seen.has(element);
  }

  dispose(): void {
    this.observer.disconnect();
    this.seen.clear();
  }
}
