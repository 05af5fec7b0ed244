// Zooming into a figure by dragging over it. Loaded when a pointer first meets a figure that can be
// zoomed; where the axes then stand is decided by whoever feeds the chart.

import { Chart } from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';
import type { Range } from './axes';
import { LogAxis } from './scales';
import type { Theme } from './theme';

Chart.register(zoomPlugin);
// The plug-in chooses how to zoom by the name of the scale.
const { zoomFunctions } = zoomPlugin as unknown as { zoomFunctions: Record<string, unknown> };
zoomFunctions[LogAxis.id] = zoomFunctions['logarithmic'];

/** Options of the plug-in: `zoomed` gets the ranges that were dragged over. */
export function zoomOptions(theme: Theme, zoomed: (x: Range, y: Range) => void): object {
  return {
    zoom: {
      mode: 'xy',
      drag: {
        enabled: true,
        threshold: 8,
        backgroundColor: 'transparent',
        borderColor: theme.runs[0],
        borderWidth: 1,
      },
      pinch: { enabled: true },
      onZoomComplete: ({ chart }: { chart: Chart }) => {
        const { x, y } = chart.scales;
        if (x && y) zoomed([x.min, x.max], [y.min, y.max]);
      },
    },
  };
}
