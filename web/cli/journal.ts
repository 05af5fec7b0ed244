// Lines that survive a kill: appended one by one while a long command works, read back when it is
// started again. A line that was cut off in the middle is forgotten.

import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './arguments';

export class Journal {
  /** Lines of an earlier attempt at the same thing, in the order in which they were written. */
  readonly lines: readonly string[];

  /**
   * @param header  names the thing; another one's journal is refused rather than overwritten
   */
  constructor(
    private readonly file: string,
    header: string,
  ) {
    const [first, ...lines] = existsSync(file)
      ? readFileSync(file, 'utf8').split('\n').slice(0, -1)
      : [];
    if (first !== undefined && first !== header) {
      throw new UsageError(
        `${file} belongs to another map or engine; move it away to start afresh`,
      );
    }
    this.lines = lines;
    // Without what was cut off.
    writeFileSync(file, [header, ...lines, ''].join('\n'));
  }

  add(line: string): void {
    appendFileSync(this.file, `${line}\n`);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}
