// A part of the page, as its tabs show it.

export interface PartView {
  readonly element: HTMLElement;
  /** Once a frame at most, and only while the part is on display. */
  render(): void;
  /** Colours changed: draw everything again. */
  retheme(): void;
  /** A key that no control of the page took. True when the part used it. */
  key?(event: KeyboardEvent): boolean;
  /** A file that was dropped on the page and is not a saved run. */
  takeFile?(file: File): void;
}
