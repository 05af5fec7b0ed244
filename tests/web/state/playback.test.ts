import { describe, expect, it } from 'vitest';
import { Playback, type Span } from '../../../web/src/state/playback';

const whole: Span = { steps: [0, 1, 2, 3], over: true, end: 3 };
const partial: Span = { steps: [0, 1], over: false, end: 3 };

describe('Playback', () => {
  it('moves at its speed and stops at the end', () => {
    const p = new Playback();
    p.play(whole);
    p.advance(0.4, 2, whole);
    expect(p.cursor).toBe(0);
    p.advance(0.2, 2, whole);
    expect(p.cursor).toBe(1);
    for (let i = 0; i < 10; i += 1) p.advance(0.5, 2, whole);
    expect([p.cursor, p.playing]).toEqual([3, false]);
  });

  it('starts over when it is played at the end', () => {
    const p = new Playback();
    p.toEnd(whole);
    p.advance(0, 2, whole);
    p.play(whole);
    expect(p.cursor).toBe(0);
  });

  it('goes on from where it stands, before the end and while more is to come', () => {
    const p = new Playback();
    p.seek(2, whole);
    p.play(whole);
    expect(p.cursor).toBe(2);
    p.toEnd(partial);
    expect([p.cursor, p.wanted]).toEqual([1, Infinity]);
    p.play(partial);
    expect([p.cursor, p.wanted]).toEqual([1, 1]);
  });

  it('plays a new run from the untrained matrix', () => {
    const p = new Playback();
    p.toEnd(whole);
    p.restart();
    expect([p.cursor, p.playing, p.wanted]).toEqual([0, true, 0]);
    p.follow(3);
    expect(p.playing).toBe(false);
  });

  it('stops where it is paused, and rests at the start when it is rewound', () => {
    const p = new Playback();
    expect(p.playing).toBe(false);
    p.play(whole);
    p.advance(0.5, 2, whole);
    p.pause();
    p.advance(9, 2, whole);
    expect([p.cursor, p.playing]).toEqual([1, false]);
    p.play(whole);
    p.rewind();
    p.advance(9, 2, whole);
    expect([p.cursor, p.playing]).toEqual([0, false]);
  });

  it('gives up a step that does not come', () => {
    const p = new Playback();
    p.follow(9);
    p.advance(0, 2, whole);
    expect([p.cursor, p.wanted]).toEqual([3, 3]);
    p.nudge(1, whole);
    expect(p.wanted).toBe(3);
    p.nudge(-1, { ...whole, steps: [3] });
    expect([p.cursor, p.wanted]).toEqual([3, 3]);
  });

  it('waits where nothing has been recorded yet', () => {
    const p = new Playback();
    p.play(partial);
    for (let i = 0; i < 10; i += 1) p.advance(0.5, 2, partial);
    expect([p.cursor, p.playing]).toEqual([1, true]);
    p.advance(0.5, 2, whole);
    expect(p.cursor).toBe(2);
  });

  it('steps from one recorded step to the next, also to one still to come', () => {
    const p = new Playback();
    const sparse: Span = { steps: [0, 5, 10], over: true, end: 10 };
    p.nudge(1, sparse);
    expect(p.cursor).toBe(5);
    p.nudge(-1, sparse);
    p.nudge(-1, sparse);
    expect(p.cursor).toBe(0);
    p.seek(1, partial);
    p.nudge(1, partial);
    p.advance(0.01, 2, partial);
    expect(p.cursor).toBe(1);
    p.advance(0.01, 2, whole);
    expect(p.cursor).toBe(2);
    p.advance(5, 2, whole);
    expect(p.cursor).toBe(2);
  });

  it('follows the newest step until the wanted one is there', () => {
    const p = new Playback();
    p.follow(2);
    p.advance(0, 2, partial);
    expect([p.cursor, p.wanted]).toEqual([1, 2]);
    p.advance(0, 2, whole);
    expect([p.cursor, p.wanted]).toEqual([2, 2]);
    p.follow(Infinity);
    p.advance(0, 2, whole);
    expect(p.cursor).toBe(3);
  });

  it('seeks the recorded step that is nearest', () => {
    const p = new Playback();
    p.seek(7, { steps: [0, 5, 10], over: true, end: 10 });
    expect(p.cursor).toBe(5);
  });

  it('does not stand beyond the end of a shorter run', () => {
    const p = new Playback();
    p.seek(3, whole);
    p.advance(0, 2, { steps: [0, 1], over: true, end: 1 });
    expect(p.cursor).toBe(1);
  });
});
