// Something that is computed when it is looked at: one computation at a time, the newest request wins,
// and what was computed once is kept.

import { messageOf } from '../../common/errors';

/** Results kept ready. */
const KEPT = 24;

export interface OnDemandOptions<Result> {
  draw: (result: Result) => void;
  /** Told what is going on; empty when there is nothing to say. */
  say: (text: string) => void;
  /** Called when a computation ended, so that the newest request is answered. */
  wake: () => void;
}

export class OnDemand<Result> {
  private readonly kept = new Map<string, Result>();
  private shown = '';
  /** Why what was asked for last is not there. */
  private problem = '';
  private isBusy = false;

  constructor(private readonly options: OnDemandOptions<Result>) {}

  /** Draws the result for `key`, computing it first where it is not at hand. */
  want(key: string, compute: () => Promise<Result>): void {
    if (key === this.shown) {
      this.options.say(this.problem);
      return;
    }
    const result = this.kept.get(key);
    if (result !== undefined) {
      this.shown = key;
      this.problem = '';
      this.options.say('');
      this.options.draw(result);
    } else if (this.isBusy) this.options.say('Computing …');
    else void this.compute(key, compute);
  }

  private async compute(key: string, compute: () => Promise<Result>): Promise<void> {
    this.isBusy = true;
    this.options.say('Computing …');
    try {
      this.kept.set(key, await compute());
      for (const old of this.kept.keys()) {
        if (this.kept.size <= KEPT) break;
        this.kept.delete(old);
      }
    } catch (error) {
      this.shown = key;
      this.problem = messageOf(error);
      this.options.say(this.problem);
    }
    this.isBusy = false;
    this.options.wake();
  }
}
