import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../../../web/src/engine/client/watchdog';

describe('a watchdog', () => {
  const bark = vi.fn();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    bark.mockClear();
  });

  it('barks once after a silence of the time it was given, not before', () => {
    new Watchdog(bark).expect(800);
    vi.advanceTimersByTime(799);
    expect(bark).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(bark).toHaveBeenCalledOnce();
  });

  it('keeps quiet while it hears something, and sets no timer for it', () => {
    const dog = new Watchdog(bark);
    const set = vi.spyOn(globalThis, 'setTimeout');
    for (let i = 0; i < 100; i += 1) {
      dog.expect(800);
      vi.advanceTimersByTime(50);
    }
    expect(bark).not.toHaveBeenCalled();
    expect(set.mock.calls.length).toBeLessThan(60);
    vi.advanceTimersByTime(1000);
    expect(bark).toHaveBeenCalledOnce();
  });

  it('rests, and can be called again', () => {
    const dog = new Watchdog(bark);
    dog.expect(800);
    dog.rest();
    vi.advanceTimersByTime(10_000);
    expect(bark).not.toHaveBeenCalled();
    dog.expect(80);
    vi.advanceTimersByTime(100);
    expect(bark).toHaveBeenCalledOnce();
  });
});
