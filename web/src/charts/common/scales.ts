// The scales of Chart.js with ticks of our own. Its own search for the decimals of a step never ends
// for steps below about 2.5e-302.

import { LinearScale, LogarithmicScale } from 'chart.js';
import { linearTicks, logTicks, type Tick } from './ticks';

/** Pixels that a name needs along a horizontal and along a vertical axis. */
const ROOM = { horizontal: 40, vertical: 13.2 } as const;
const MOST_NAMES = 7;

export class LinearAxis extends LinearScale {
  static override id = 'linear-axis';

  override buildTicks(): Tick[] {
    const { width, height, min, max, options } = this;
    const names = this.isHorizontal() ? width / ROOM.horizontal : height / ROOM.vertical;
    const most = Math.max(2, Math.min(MOST_NAMES, Math.ceil(names)));
    return linearTicks([min, max], most, options.ticks.precision === 0);
  }

  override generateTickLabels(): void {
    // They have them already.
  }
}

export class LogAxis extends LogarithmicScale {
  static override id = 'log-axis';

  override buildTicks(): Tick[] {
    return logTicks([this.min, this.max]);
  }

  override generateTickLabels(): void {
    // They have them already.
  }
}
