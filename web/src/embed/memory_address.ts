// An address that is nobody's address bar: figures on a page do not write its history.

import type { Address } from '../state/address';

export class MemoryAddress implements Address {
  private readonly listeners: (() => void)[] = [];

  constructor(private hash: string) {}

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
    this.hash = hash;
    for (const listener of this.listeners) listener();
  }
}
