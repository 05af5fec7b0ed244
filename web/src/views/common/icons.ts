// Paths of the icons, on a 16 x 16 grid.

export const ICONS = {
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M4 2.5h2.8v11H4zM9.2 2.5H12v11H9.2z',
  start: 'M3 3v10h1.6V3zM13 3 6 8l7 5z',
  back: 'M11 3 4.5 8l6.5 5z',
  forward: 'M5 3l6.5 5L5 13z',
  end: 'M13 3v10h-1.6V3zM3 3l7 5-7 5z',
} as const;
