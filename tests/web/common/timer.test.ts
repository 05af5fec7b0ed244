import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTimer } from '../../../web/src/common/timer';

const YEAR = 365 * 86_400_000;

describe('a timer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([0, 5, 2 ** 31 - 1, 2 ** 31, YEAR])('of %d ms fires once, then', (ms) => {
    const fired = vi.fn();
    const set = vi.spyOn(globalThis, 'setTimeout');
    startTimer(ms, fired);
    vi.advanceTimersByTime(Math.max(0, ms - 1));
    expect(fired).toHaveBeenCalledTimes(ms === 0 ? 1 : 0);
    vi.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(YEAR);
    expect(fired).toHaveBeenCalledOnce();
    // What the platform takes at once; fake timers do not mind.
    for (const [, part] of set.mock.calls) expect(part).toBeLessThan(2 ** 31);
  });

  it('can be ended in any of its parts', () => {
    const fired = vi.fn();
    const end = startTimer(YEAR, fired);
    vi.advanceTimersByTime(YEAR - 5);
    end();
    vi.advanceTimersByTime(YEAR);
    expect(fired).not.toHaveBeenCalled();
  });
});
