// Python literals, as far as the headers of .npy files have them: whichever way NumPy and others
// have spelt them over the years. The engine's reader (npy_header.cpp) takes the same.

import { quoted } from '../../common/text';
import { FileProblem } from '../tensor_file';

export class LiteralReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The next character that is no space; empty at the end. */
  peek(): string {
    while (/^[ \n\t]/.test(this.text[this.at] ?? '')) this.at += 1;
    return this.text[this.at] ?? '';
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  expect(character: string): void {
    if (this.take(character)) return;
    const found = this.peek();
    if (found === '') throw new FileProblem('its header is cut off');
    throw new FileProblem(`its header has ${quoted(found)} where ${quoted(character)} belongs`);
  }

  /** 'text', "text", u'text' or np.str_('text'). */
  quoted(): string {
    return this.unwrapped(() => {
      const mark = this.peek();
      if (mark !== "'" && mark !== '"') {
        throw new FileProblem('its header has no quoted word where one belongs');
      }
      const end = this.text.indexOf(mark, this.at + 1);
      if (end < 0) throw new FileProblem('its header is cut off');
      const word = this.text.slice(this.at + 1, end);
      this.at = end + 1;
      return word;
    });
  }

  /** True or False, whatever they are called. */
  flag(): boolean {
    const name = this.word();
    if (name === 'True' || name === 'np.True_') return true;
    if (name === 'False' || name === 'np.False_') return false;
    throw new FileProblem('its order is neither True nor False');
  }

  /** (48, 32), with or without a comma at the end. */
  extents(): number[] {
    const found: number[] = [];
    this.expect('(');
    while (!this.take(')')) {
      found.push(this.extent());
      if (this.peek() !== ')') this.expect(',');
    }
    return found;
  }

  /** 48, 48L or np.int64(48). */
  private extent(): number {
    return this.unwrapped(() => {
      this.peek();
      const digits = /^\d+/.exec(this.text.slice(this.at, this.at + 24))?.[0];
      if (digits === undefined) {
        throw new FileProblem('an extent of its shape is not a whole number');
      }
      this.at += digits.length;
      if (this.text[this.at] === 'L') this.at += 1;
      return Number(digits);
    });
  }

  private word(): string {
    this.peek();
    const word = /^[\w.]*/.exec(this.text.slice(this.at, this.at + 64))?.[0] ?? '';
    this.at += word.length;
    return word;
  }

  /** A literal, alone, behind a prefix (u'...') or as the argument of a type: np.int64(...). */
  private unwrapped<T>(read: () => T): T {
    if (/^\d/.test(this.peek())) return read();
    const isCalled = this.word() !== '' && this.take('(');
    const value = read();
    if (isCalled) this.expect(')');
    return value;
  }
}
