import { expect, it } from 'vitest';
import { History } from '../../../web/src/state/history';

it('goes back and forward, and forgets the future at a change', () => {
  const history = new History('a');
  expect([history.canUndo, history.canRedo, history.undo(), history.redo()]).toEqual([
    false,
    false,
    null,
    null,
  ]);
  expect(history.current).toBe('a');
  history.push('b');
  history.push('c');
  expect([history.undo(), history.undo(), history.canUndo]).toEqual(['b', 'a', false]);
  expect([history.canRedo, history.redo(), history.current]).toEqual([true, 'b', 'b']);
  history.push('d');
  expect([history.canRedo, history.redo(), history.current]).toEqual([false, null, 'd']);
  expect(history.undo()).toBe('b');
});

it('keeps a gesture as one entry', () => {
  const history = new History('a');
  history.push('b');
  history.push('c', true);
  expect([history.current, history.undo(), history.canUndo]).toEqual(['c', 'a', false]);
});

it('keeps so many entries and no more', () => {
  const history = new History(0, 3);
  for (let state = 1; state <= 5; state += 1) history.push(state);
  const back: (number | null)[] = [];
  while (history.canUndo) back.push(history.undo());
  expect(back).toEqual([4, 3, 2]);
});
