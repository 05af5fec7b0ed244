import type { Store } from '../state/store';
import { h } from './dom';

export class Anatomy {
  readonly element = h('div');
  constructor(private readonly store: Store) {}
  render(): void {
    // Comes with the overlaps.
  }
  retheme(): void {
    // Nothing yet.
  }
}
