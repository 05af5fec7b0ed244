// Sentences the page has to show: what a link could not say, what became of a value that was typed,
// what the engine went through. A few at a time.

const MOST = 4;

/** The first of them, and how many more there are. */
export function few(sentences: readonly string[]): string[] {
  const rest = sentences.length - MOST + 1;
  if (rest <= 1) return [...sentences];
  const more = `And ${rest.toLocaleString('en')} more parts of the link were not taken as they are.`;
  return [...sentences.slice(0, MOST - 1), more];
}

export class NoticeList {
  shown: readonly string[] = [];
  private ofLastChange: readonly string[] = [];

  add(sentence: string): void {
    if (!this.shown.includes(sentence)) this.shown = [...this.shown, sentence].slice(-MOST);
  }

  dismiss(sentence: string): void {
    this.shown = this.shown.filter((s) => s !== sentence);
  }

  /** About a link that replaces all there was. */
  ofLink(sentences: readonly string[]): void {
    this.shown = few(sentences);
  }

  /** About the values of a change, in place of what was said of the last one: a slider makes many. */
  ofChange(sentences: readonly string[]): void {
    const kept = this.shown.filter((s) => !this.ofLastChange.includes(s));
    if (kept.length < this.shown.length) this.shown = kept;
    this.ofLastChange = sentences;
    for (const sentence of sentences) this.add(sentence);
  }
}
