// Which elements are on the screen, so that nothing is drawn for nobody.

export class InSight {
  private readonly seen = new Set<Element>();
  private readonly observer: IntersectionObserver;

  /** @param changed  something came into sight */
  constructor(changed: () => void) {
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.seen.add(target);
        else this.seen.delete(target);
      }
      if (entries.some((entry) => entry.isIntersecting)) changed();
    });
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
