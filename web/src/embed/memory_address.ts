// An address that is nobody's address bar: figures on a page do not write its history.

import type { Address } from '../state/address';

export class MemoryAddress implements Address {
  private readonly listeners: (() => void)[] = [];

  private hash: string;

  constructor(hash: string) {
    this.hash = withoutPart(hash);
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
    this.hash = withoutPart(hash);
    for (const listener of this.listeners) listener();
  }
}

/** Which part of the page is on display does not concern a figure. */
function withoutPart(hash: string): string {
  return hash.replace(/(^#?|&)view=[^&]*/, '$1');
}
