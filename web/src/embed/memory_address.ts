// An address that is nobody's address bar: figures on a page do not write its history.

import type { Part } from '../config/link/view_state';
import type { Address } from '../state/address';

export class MemoryAddress implements Address {
  private readonly listeners: (() => void)[] = [];

  private hash: string;

  /** @param part of the page that the figure belongs to, whatever the link says */
  constructor(
    hash: string,
    private readonly part: Part,
  ) {
    this.hash = ofPart(hash, part);
  }

  read(): string {
    return this.hash;
  }

  write(hash: string): void {
    this.hash = hash;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Opens another link. */
  open(hash: string): void {
    this.hash = ofPart(hash, this.part);
    for (const listener of this.listeners) listener();
  }
}

function ofPart(hash: string, part: Part): string {
  const words = hash.replace(/^#/, '').split('&');
  const rest = words.filter((word) => word !== '' && !word.startsWith('view='));
  return [`view=${part}`, ...rest].join('&');
}
