import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../../../web/src/engine/client/watchdog';

describe('a watchdog', () => {
  const expired = vi.fn();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    expired.mockClear();
  });

  it('fires once after a silence of the time it was given, not before', () => {
    new Watchdog(expired).restart(800);
    vi.advanceTimersByTime(799);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('does not fire while something is heard, and sets no timer for it', () => {
    const dog = new Watchdog(expired);
    const set = vi.spyOn(globalThis, 'setTimeout');
    for (let i = 0; i < 100; i += 1) {
      dog.restart(800);
      vi.advanceTimersByTime(50);
    }
    expect(expired).not.toHaveBeenCalled();
    expect(set.mock.calls.length).toBeLessThan(60);
    vi.advanceTimersByTime(1000);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('stops, and can be started again', () => {
    const dog = new Watchdog(expired);
    dog.restart(800);
    dog.stop();
    vi.advanceTimersByTime(10_000);
    expect(expired).not.toHaveBeenCalled();
    dog.restart(80);
    vi.advanceTimersByTime(100);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('waits no longer than the latest time it was given', () => {
    const dog = new Watchdog(expired);
    dog.restart(80_000);
    dog.restart(80);
    vi.advanceTimersByTime(100);
    expect(expired).toHaveBeenCalledOnce();
  });
});
