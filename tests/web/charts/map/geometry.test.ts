import { describe, expect, it } from 'vitest';
import {
  boundaries,
  layoutPanels,
  namePlaces,
  nearestKnown,
  PanelGrid,
  rateEdges,
} from '../../../../web/src/charts/map/geometry';

const box = { left: 50, top: 20, width: 300, height: 200 };
const rates = [0.01, 0.1, 1, 10];

describe('PanelGrid', () => {
  const grid = new PanelGrid(box, rates, 5);

  it('gives every rate a column of its own, with the rate in its middle', () => {
    rates.forEach((rate, column) => {
      const cell = grid.cell(column, 0);
      expect(grid.rateX(rate)).toBeCloseTo(cell.left + cell.width / 2, 0);
    });
    expect(grid.range[0]).toBeLessThan(0.01);
    expect(grid.range[1]).toBeGreaterThan(10);
  });

  it('finds the cell under each of its points, and none outside', () => {
    for (let column = 0; column < 4; column += 1) {
      for (let row = 0; row < 5; row += 1) {
        const { left, top, width, height } = grid.cell(column, row);
        for (const [u, v] of [
          [0.02, 0.02],
          [0.5, 0.5],
          [0.98, 0.98],
        ] as const) {
          expect(grid.hit(left + u * width, top + v * height)).toEqual({ column, row });
        }
      }
    }
    expect(grid.hit(49, 100)).toBeNull();
    expect(grid.hit(351, 100)).toBeNull();
    expect(grid.hit(100, 19)).toBeNull();
    expect(grid.hit(100, 221)).toBeNull();
  });

  it('leaves no gap and no overlap between cells', () => {
    for (let column = 0; column < 3; column += 1) {
      const a = grid.cell(column, 2);
      expect(a.left + a.width).toBe(grid.cell(column + 1, 2).left);
      expect(grid.cell(column, 3).top + grid.cell(column, 3).height).toBe(a.top);
    }
  });

  it('counts rows from the bottom', () => {
    expect(grid.cell(0, 0).top).toBeGreaterThan(grid.cell(0, 4).top);
  });

  it('shows one rate alone', () => {
    const one = new PanelGrid(box, [3], 1);
    expect(one.columns).toBe(1);
    expect(one.hit(60, 30)).toEqual({ column: 0, row: 0 });
  });
});

it('puts edges half-way between rates of any spacing', () => {
  expect(rateEdges([1, 10, 1000])).toEqual([-0.5, 0.5, 2, 4]);
});

describe('layoutPanels', () => {
  it('puts maps side by side where there is room and below each other where not', () => {
    const wide = layoutPanels(1000, 500, 2).panels;
    expect(wide[0]?.top).toBe(wide[1]?.top);
    const narrow = layoutPanels(380, 800, 2).panels;
    expect(narrow[0]?.left).toBe(narrow[1]?.left);
    expect(narrow[1]?.top).toBeGreaterThan((narrow[0]?.top ?? 0) + (narrow[0]?.height ?? 0));
  });

  it('keeps everything on the canvas, apart from each other and from the key', () => {
    for (const [width, height, count] of [
      [1080, 460, 2],
      [340, 1400, 4],
      [700, 700, 4],
    ] as const) {
      const { panels, key } = layoutPanels(width, height, count);
      for (const p of panels) {
        expect(p.left).toBeGreaterThan(30);
        expect(p.left + p.width).toBeLessThanOrEqual(width);
        expect(p.top + p.height).toBeLessThan(key.top);
      }
    }
  });
});

describe('nearestKnown', () => {
  // a . . b
  // . . . .
  const known = [true, false, false, true, false, false, false, false];

  it('fills missing cells from the nearest known one', () => {
    expect([...nearestKnown(known, 4, false)]).toEqual([0, 0, 3, 3, 0, 0, 3, 3]);
  });

  it('guesses nothing across rows that have nothing to do with each other', () => {
    expect([...nearestKnown(known, 4, true)]).toEqual([0, 0, 3, 3, -1, -1, -1, -1]);
  });

  it('does not leave a row at its ends', () => {
    const ends = [false, true, false, false, false, false];
    expect([...nearestKnown(ends, 3, true)]).toEqual([1, 1, 1, -1, -1, -1]);
  });
});

describe('boundaries', () => {
  it('runs between unlike neighbours, in pieces as long as possible', () => {
    // Upper row: a b b, lower row: a a b.
    const values = ['a', 'a', 'b', 'a', 'b', 'b'];
    expect(boundaries(values, 3)).toEqual([
      { from: [1, 1], to: [1, 2] },
      { from: [2, 0], to: [2, 1] },
      { from: [1, 1], to: [2, 1] },
    ]);
    expect(boundaries(['a', 'b', 'a', 'b'], 2)).toEqual([{ from: [1, 0], to: [1, 2] }]);
  });

  it('does not run along what is missing', () => {
    expect(boundaries(['a', null, 'b', null], 2)).toEqual([{ from: [0, 1], to: [1, 1] }]);
  });
});

describe('namePlaces', () => {
  const grid = new PanelGrid(box, rates, 2);
  const size = () => ({ width: 70, height: 16 });

  it('puts a name inside its own region', () => {
    const values = ['a', 'a', 'b', 'b', 'a', 'a', 'a', 'b'];
    for (const { name, x, y } of namePlaces(values, grid, size)) {
      const at = grid.hit(x, y)!;
      expect(values[at.row * 4 + at.column]).toBe(name);
    }
  });

  it('leaves out what has no room', () => {
    const values = ['a', 'b', 'a', 'a', 'a', 'a', 'a', 'a'];
    expect(namePlaces(values, grid, () => ({ width: 140, height: 16 })).map((p) => p.name)).toEqual(
      ['a'],
    );
  });
});
