// The address bar of a browser that counts, as Safari does.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserAddress } from '../../../web/src/state/address';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** @param limit  of writes in 30 seconds */
function browser(href: string, limit = 100) {
  const location = new URL(href);
  const listeners = new Map<string, () => void>();
  const writes: number[] = [];
  let entries = 1;
  let attempts = 0;
  const write = (adds: number) => (_state: unknown, _title: string, url: string) => {
    attempts += 1;
    const recent = writes.filter((time) => performance.now() - time < 30_000);
    if (recent.length >= limit) throw new DOMException('too often', 'SecurityError');
    writes.push(performance.now());
    entries += adds;
    location.href = new URL(url, location.href).href;
  };
  const target = {
    location,
    history: { pushState: write(1), replaceState: write(0) },
    addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
  };
  return {
    address: browserAddress(target as unknown as Window),
    location,
    writes,
    entries: () => entries,
    attempts: () => attempts,
    fire: (type: string) => listeners.get(type)?.(),
  };
}

describe('the address', () => {
  it('is written at once', () => {
    const { address, location } = browser('https://host/page');
    address.write('lr=2', false);
    expect(location.href).toBe('https://host/page#lr=2');
    address.write('', false);
    expect(location.href).toBe('https://host/page');
  });

  it('is never written 100 times in 30 seconds, and is right a second after the last change', () => {
    const { address, location, writes } = browser('https://host/');
    for (let i = 0; i < 2000; i += 1) {
      address.write(`lr=${i}`, i % 5 > 0);
      vi.advanceTimersByTime(30);
    }
    vi.advanceTimersByTime(1000);
    expect(location.hash).toBe('#lr=1999');
    for (const [i, time] of writes.entries()) {
      expect((writes[i + 99] ?? Infinity) - time).toBeGreaterThan(30_000);
    }
  });

  it('is written later where the browser refuses', () => {
    const { address, location } = browser('https://host/', 1);
    address.write('lr=1', false);
    expect(() => address.write('lr=2', false)).not.toThrow();
    expect(location.hash).toBe('#lr=1');
    vi.advanceTimersByTime(64_000);
    expect(location.hash).toBe('#lr=2');
  });

  it('has one entry for a change and what belongs to it', () => {
    const { address, entries, location } = browser('https://host/');
    address.write('lr=1', false);
    address.write('lr=2', true);
    address.write('lr=3', true);
    expect([entries(), location.hash]).toEqual([2, '#lr=3']);
    address.write('lr=4', false);
    expect(entries()).toBe(3);
  });

  it('is not written for ever where the browser always refuses', () => {
    const { address, location, attempts } = browser('https://host/', 0);
    address.write('lr=1', false);
    vi.advanceTimersByTime(3_600_000);
    expect([location.hash, attempts()]).toEqual(['', 7]);
  });

  it('tells who listens that a person went back', () => {
    const { address, fire } = browser('https://host/');
    const heard = vi.fn();
    address.onChange(heard);
    fire('popstate');
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('has forty writes again after a rest', () => {
    const { address, location } = browser('https://host/', 1000);
    for (let rest = 0; rest < 3; rest += 1) {
      for (let i = 0; i < 40; i += 1) address.write(`lr=${rest}.${i}`, true);
      expect(location.hash).toBe(`#lr=${rest}.39`);
      address.write('lr=5', true);
      expect(location.hash).toBe(`#lr=${rest}.39`);
      vi.advanceTimersByTime(60_000);
    }
  });

  it('keeps an entry for what was put off', () => {
    const { address, entries } = browser('https://host/');
    for (let i = 0; i < 40; i += 1) address.write(`lr=${i}`, true);
    address.write('lr=50', false);
    address.write('lr=51', true);
    vi.advanceTimersByTime(1000);
    expect(entries()).toBe(2);
  });

  it('is left alone after going back: what was still to be written belonged to another entry', () => {
    const { address, location, fire } = browser('https://host/');
    for (let i = 0; i < 60; i += 1) address.write(`lr=${i}`, true);
    fire('popstate');
    vi.advanceTimersByTime(5000);
    expect(location.hash).toBe('#lr=39');
  });
});

describe('settings after a question mark', () => {
  it('are read, and are where they belong after the next change', () => {
    const { address, location } = browser('https://host/page?lang=en&optimizer=gd&lr=300&v=1#at=3');
    expect(address.read()).toBe('optimizer=gd&lr=300&v=1&at=3');
    address.write('lr=2&v=1', false);
    expect(location.href).toBe('https://host/page?lang=en#lr=2&v=1');
  });

  it.each(['?utm_source=a&fbclid=b', '?v=1234', '?h=0a1b', '?lang=en', ''])(
    'are not seen in %s',
    (search) => {
      const { address, location } = browser(`https://host/page${search}#lr=2`);
      expect(address.read()).toBe('lr=2');
      address.write('', false);
      expect(location.href).toBe(`https://host/page${search}`);
    },
  );
});
