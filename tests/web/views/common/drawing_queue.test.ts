import { describe, expect, it } from 'vitest';
import { DrawingQueue } from '../../../../web/src/views/common/drawing_queue';

/** Figures a, b, c; those in `seen` are in sight. */
function make(seen: string) {
  const drawn: string[] = [];
  const figures = ['a', 'b', 'c'].map((name) => ({
    element: { name } as unknown as Element,
    draw: () => void drawn.push(name),
  }));
  const queue = new DrawingQueue((element) =>
    seen.includes((element as unknown as { name: string }).name),
  );
  return { queue, figures, drawn };
}

describe('a queue of drawings', () => {
  it('draws one at a time, and what nobody sees not at all while there is no leisure', () => {
    const { queue, figures, drawn } = make('bc');
    queue.add(...figures);
    expect(queue.drawNext(false)).toBe(true);
    expect(drawn).toEqual(['b']);
    expect(queue.drawNext(false)).toBe(false);
    expect(queue.drawNext(false)).toBe(false);
    expect(drawn).toEqual(['b', 'c']);
  });

  it('draws the rest with leisure, what is in sight first, each once', () => {
    const { queue, figures, drawn } = make('c');
    queue.add(...figures);
    queue.add(...figures);
    while (queue.drawNext(true));
    expect(drawn).toEqual(['c', 'a', 'b']);
    queue.add(figures[0]!);
    expect(queue.drawNext(true)).toBe(false);
    expect(drawn).toEqual(['c', 'a', 'b', 'a']);
  });
});
