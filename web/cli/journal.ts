// Lines that survive a kill: appended one by one while a long command works, read back when it is
// started again. Each has a checksum. What is there is never written again: only a line that a kill
// cut off at the end of the file is taken away.

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { messageOf } from '../src/common/errors';
import { UsageError } from './arguments';

const CHECKSUM = 16;

/** A line of the file: its checksum and what it says. */
function seal(text: string): string {
  return `${createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM)} ${text}\n`;
}

export class Journal {
  private handle = NaN;
  private readonly header: string;

  /** @param name  what the lines belong to; the journal of anything else is refused */
  constructor(
    private readonly file: string,
    name: string,
  ) {
    this.header = seal(name);
  }

  /** An earlier attempt at the same thing has left one. */
  get exists(): boolean {
    return (
      fs.existsSync(this.file) && fs.readFileSync(this.file).toString().startsWith(this.header)
    );
  }

  /**
   * Begins the file, or takes up the one that is there.
   * @param take  called for each line of an earlier attempt; throws where it cannot be used
   * @returns a sentence for each line that is damaged or cannot be used; it stays where it is
   */
  open(take: (line: string) => void): string[] {
    const bytes = fs.existsSync(this.file) ? fs.readFileSync(this.file) : Buffer.alloc(0);
    const whole = bytes.lastIndexOf('\n') + 1;
    // Of less than the header, that was killed as it began.
    const isNew = this.header.startsWith(bytes.toString()) && whole === 0;
    if (!isNew && !bytes.toString().startsWith(this.header)) {
      throw new UsageError(
        `${this.file} belongs to another map, shard, engine or version of this program; ` +
          'move it away to start afresh',
      );
    }
    this.handle = fs.openSync(this.file, 'a');
    if (whole < bytes.length) fs.ftruncateSync(this.handle, whole);
    if (isNew) fs.appendFileSync(this.handle, this.header);
    const lines = bytes.subarray(0, whole).toString().split('\n').slice(1, -1);
    return lines.flatMap((line, k) => {
      try {
        const text = line.slice(CHECKSUM + 1);
        if (`${line}\n` !== seal(text)) throw new Error('its checksum is wrong');
        take(text);
        return [];
      } catch (error) {
        return [`${this.file}, line ${k + 2} is damaged: ${messageOf(error)}`];
      }
    });
  }

  /** Throws when the disk is full, say; what was added before stays. */
  add(line: string): void {
    try {
      fs.appendFileSync(this.handle, seal(line));
    } catch (error) {
      throw new Error(
        `${this.file} could not be written: ${messageOf(error)}. What is in it is kept; ` +
          'start the sweep again to go on.',
        { cause: error },
      );
    }
  }

  close(): void {
    if (!Number.isNaN(this.handle)) fs.closeSync(this.handle);
    this.handle = NaN;
  }

  remove(): void {
    this.close();
    fs.rmSync(this.file, { force: true });
  }
}
