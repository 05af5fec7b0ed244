import { describe, expect, it } from 'vitest';
import { Speed } from '../../../web/src/common/speed';

describe('a speed', () => {
  it('is a guess, then what was timed, newer pieces of work counting more', () => {
    const speed = new Speed({ guess: 7 });
    expect([speed.value, speed.least, speed.isMeasured]).toEqual([7, 7, false]);
    speed.learn(100, 1000);
    expect([speed.value, speed.least, speed.isMeasured]).toEqual([100, 100, true]);
    speed.learn(50, 1000);
    speed.learn(225, 1000);
    expect([speed.value, speed.least]).toEqual([150, 50]);
  });

  it('learns nothing from what is too short to time or no number', () => {
    const speed = new Speed({ guess: 7, shortest: 40 });
    for (const ms of [39, 0, -5, NaN, Infinity]) speed.learn(100, ms);
    speed.learn(0, 100);
    speed.learn(NaN, 100);
    expect(speed.isMeasured).toBe(false);
    speed.learn(4, 40);
    expect(speed.value).toBe(100);
  });
});
