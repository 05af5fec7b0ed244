// The network's output and the noisy target over the teacher's index x . beta, with the teacher's
// own curve drawn among them.

import { AxisRange, EMPTY, union, type Range } from '../common/axes';
import { dots, line, Plot, type Table } from '../common/plot';
import { Points } from '../common/points';
import { fade } from '../common/theme';

export interface ScatterData {
  index: Float64Array;
  target: Float64Array;
  output: Float64Array;
  curveIndex: Float64Array;
  curveTarget: Float64Array;
  run: 0 | 1;
}

/** More points than this hide each other. */
const MAX_POINTS = 800;

export class ScatterChart extends Plot<ScatterData> {
  private readonly outputs = new Points();
  private readonly targets = new Points();
  private readonly curve = new Points();
  private readonly x = new AxisRange('linear');
  private readonly y = new AxisRange('linear', 0.4);

  describe(): string {
    const d = this.data;
    if (!d) return 'No outputs yet.';
    return (
      `Output of the network and target over the index of ${d.index.length} probe samples, ` +
      'with the teacher’s link function.'
    );
  }

  table(): Table {
    const d = this.data;
    return {
      columns: ['x·β', 'target', 'output'],
      rows: d ? Array.from(d.index, (z, i) => [z, d.target[i] ?? NaN, d.output[i] ?? NaN]) : [],
    };
  }

  protected override restyle(): void {
    const t = this.theme;
    const color = t.runs[this.data?.run ?? 0];
    this.chart.data.datasets = [
      line(this.curve, t.predicted, 'predicted', { borderWidth: 2 }),
      dots(this.outputs, fade(color, 0.75), 2.25),
      dots(this.targets, fade(t.ghost, 0.6), 1.75),
    ];
  }

  protected refresh(d: ScatterData): void {
    const stride = Math.max(1, Math.ceil(d.index.length / MAX_POINTS));
    this.outputs.clear();
    this.targets.clear();
    this.curve.clear();
    let reach: Range = EMPTY;
    for (let i = 0; i < d.index.length; i += stride) {
      const z = d.index[i] ?? NaN;
      const [output, target] = [d.output[i] ?? NaN, d.target[i] ?? NaN];
      if (Number.isFinite(output)) {
        this.outputs.add(z, output);
        reach = union(reach, [output, output]);
      }
      this.targets.add(z, target);
      reach = union(reach, [target, target]);
    }
    d.curveIndex.forEach((z, i) => this.curve.add(z, d.curveTarget[i] ?? NaN));
    for (const points of [this.outputs, this.targets, this.curve]) points.finish();
    const x = this.x.fit([d.curveIndex[0] ?? -1, d.curveIndex.at(-1) ?? 1]);
    const y = this.y.fit(reach);
    const end = d.curveIndex.length - 12;
    this.labels = [
      {
        text: 'teacher',
        color: this.theme.predicted,
        x: d.curveIndex[end] ?? 1,
        y: d.curveTarget[end] ?? 1,
        align: 'right',
        dx: -6,
        dy: -10,
        priority: 3,
      },
      {
        text: '● output',
        color: this.theme.runs[d.run],
        x: x[0],
        y: y[1],
        dx: 6,
        dy: 10,
        priority: 2,
      },
      { text: '● target', color: this.theme.muted, x: x[0], y: y[1], dx: 6, dy: 26, priority: 1 },
    ];
    this.arrange([x, y], () => ({
      scales: this.axes(
        { kind: 'linear', title: 'index x·β', range: x },
        { kind: 'linear', title: 'output, target', range: y },
      ),
    }));
  }
}
