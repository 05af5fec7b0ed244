// The part of the canvas API that Chart.js and our plug-ins draw with, recorded as SVG elements.
// Paths are transformed while they are recorded, so only turned text needs a transform of its own;
// text is measured by a real canvas. svgcanvas 2.6 would do the same with four times the bytes, but
// clips what was drawn before a clip along with the rest, names clips at random, so that one figure is
// never the same file twice, and sets baselines in a way that drawing programs do not read.

type Matrix = readonly [number, number, number, number, number, number];

/** The drawing state that `save` and `restore` keep. */
class Pen {
  matrix: Matrix = [1, 0, 0, 1, 0, 0];
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  lineDashOffset = 0;
  dash: readonly number[] = [];
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign = 'start';
  textBaseline = 'alphabetic';
  /** Id of the clip path in force. */
  region = '';
}

const round = (x: number): string => String(Math.round(x * 100) / 100);
const ANCHORS: Record<string, string> = { center: 'middle', right: 'end', end: 'end' };
/** Distance from the baseline in parts of the font size. */
const BASELINES: Record<string, number> = { middle: 0.35, top: 0.8, hanging: 0.8, bottom: -0.2 };

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export class SvgContext extends Pen {
  /** What Chart.js takes for the canvas. */
  readonly canvas: HTMLCanvasElement;
  private readonly stack: Pen[] = [];
  private readonly elements: string[] = [];
  private readonly regions: string[] = [];
  private readonly ruler = document.createElement('canvas').getContext('2d');
  private path = '';
  private pen: [number, number] | null = null;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    super();
    const nothing = (): null => null;
    this.canvas = {
      width,
      height,
      style: {},
      getContext: () => this,
      getAttribute: nothing,
      setAttribute: nothing,
      removeAttribute: nothing,
    } as unknown as HTMLCanvasElement;
  }

  /** The whole drawing as an SVG file. */
  serialize({ title, background }: { title: string; background: string }): string {
    const size = `width="${this.width}" height="${this.height}"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${this.width} ${this.height}">`,
      `<title>${escapeText(title)}</title>`,
      `<defs>${this.regions.join('')}</defs>`,
      `<rect ${size} fill="${escapeText(background)}"/>`,
      ...this.elements,
      '</svg>',
    ].join('\n');
  }

  save(): void {
    const kept = new Pen();
    for (const key of Object.keys(kept) as (keyof Pen)[]) Object.assign(kept, { [key]: this[key] });
    this.stack.push(kept);
  }

  restore(): void {
    const kept = this.stack.pop();
    if (kept) Object.assign(this, kept);
  }

  translate(x: number, y: number): void {
    this.multiply([1, 0, 0, 1, x, y]);
  }
  rotate(angle: number): void {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    this.multiply([c, s, -s, c, 0, 0]);
  }
  scale(x: number, y: number): void {
    this.multiply([x, 0, 0, y, 0, 0]);
  }
  setTransform(a = 1, b = 0, c = 0, d = 1, e = 0, f = 0): void {
    this.matrix = [a, b, c, d, e, f];
  }
  resetTransform(): void {
    this.setTransform();
  }

  beginPath(): void {
    this.path = '';
    this.pen = null;
  }
  closePath(): void {
    this.path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.path += `M${this.place(x, y)}`;
    this.pen = [x, y];
  }
  lineTo(x: number, y: number): void {
    this.path += `${this.pen ? 'L' : 'M'}${this.place(x, y)}`;
    this.pen = [x, y];
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path += `C${this.place(x1, y1)} ${this.place(x2, y2)} ${this.place(x, y)}`;
    this.pen = [x, y];
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.path += `Q${this.place(x1, y1)} ${this.place(x, y)}`;
    this.pen = [x, y];
  }
  rect(x: number, y: number, w: number, h: number): void {
    this.moveTo(x, y);
    this.lineTo(x + w, y);
    this.lineTo(x + w, y + h);
    this.lineTo(x, y + h);
    this.closePath();
  }
  roundRect(x: number, y: number, w: number, h: number): void {
    this.rect(x, y, w, h);
  }
  arc(x: number, y: number, r: number, from: number, to: number, anticlockwise = false): void {
    this.ellipse(x, y, r, r, 0, from, to, anticlockwise);
  }
  ellipse(
    x: number,
    y: number,
    rx: number,
    ry: number,
    turn: number,
    from: number,
    to: number,
    anticlockwise = false,
  ): void {
    // Quarter by quarter as cubic curves: good to 0.03 % of the radius.
    let sweep = to - from;
    if (Math.abs(sweep) > 2 * Math.PI) sweep = Math.sign(sweep) * 2 * Math.PI;
    if (anticlockwise && sweep > 0) sweep -= 2 * Math.PI;
    const pieces = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
    const step = sweep / pieces;
    const k = (4 / 3) * Math.tan(step / 4);
    const [ct, st] = [Math.cos(turn), Math.sin(turn)];
    const at = (u: number, v: number): [number, number] => [
      x + rx * u * ct - ry * v * st,
      y + rx * u * st + ry * v * ct,
    ];
    this.lineTo(...at(Math.cos(from), Math.sin(from)));
    for (let i = 0; i < pieces; i += 1) {
      const a = from + i * step;
      const b = a + step;
      const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
      this.bezierCurveTo(
        ...at(ca - k * sa, sa + k * ca),
        ...at(cb + k * sb, sb - k * cb),
        ...at(cb, sb),
      );
    }
  }

  fill(): void {
    if (this.path) this.add(`<path d="${this.path}" ${this.fillPaint()} stroke="none"`);
  }
  stroke(): void {
    if (this.path) this.add(`<path d="${this.path}" fill="none" ${this.strokePaint()}`);
  }
  clip(): void {
    const id = `clip${this.regions.length + 1}`;
    // Regions nest: the new one is itself cut by the one in force.
    const outer = this.region ? ` clip-path="url(#${this.region})"` : '';
    this.regions.push(`<clipPath id="${id}"${outer}><path d="${this.path}"/></clipPath>`);
    this.region = id;
  }
  /** Chart.js clears the whole canvas before each drawing; only the last one counts. */
  clearRect(): void {
    this.elements.length = 0;
    this.regions.length = 0;
  }
  fillRect(x: number, y: number, w: number, h: number): void {
    this.beginPath();
    this.rect(x, y, w, h);
    this.fill();
  }
  strokeRect(x: number, y: number, w: number, h: number): void {
    this.beginPath();
    this.rect(x, y, w, h);
    this.stroke();
  }
  fillText(text: string, x: number, y: number): void {
    this.addText(text, x, y, `${this.fillPaint()} stroke="none"`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.addText(text, x, y, `fill="none" ${this.strokePaint()}`);
  }

  measureText(text: string): TextMetrics {
    if (!this.ruler) return { width: text.length * 6 } as TextMetrics;
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }
  setLineDash(dash: number[]): void {
    this.dash = [...dash];
  }
  getLineDash(): number[] {
    return [...this.dash];
  }

  private addText(text: string, x: number, y: number, paint: string): void {
    const [, size = '10', family = 'sans-serif'] = /(\d*\.?\d+)px\s+(.*)$/.exec(this.font) ?? [];
    const baseline = y + (BASELINES[this.textBaseline] ?? 0) * Number(size);
    const [a, b, c, d] = this.matrix;
    const [px, py] = this.map(x, baseline);
    const turned = b !== 0 || c !== 0;
    const where = turned
      ? `transform="matrix(${[a, b, c, d, px, py].map(round).join(' ')})"`
      : `x="${round(px)}" y="${round(py)}"`;
    const style = this.font.includes('italic') ? ' font-style="italic"' : '';
    const weight = /\b(bold|[5-9]00)\b/.test(this.font) ? ' font-weight="600"' : '';
    const anchor = ANCHORS[this.textAlign] ?? 'start';
    this.add(
      `<text ${where} font-family="${escapeText(family)}" font-size="${size}"${style}${weight} ` +
        `text-anchor="${anchor}" ${paint}`,
      escapeText(text),
    );
  }

  private add(open: string, content = ''): void {
    const clip = this.region ? ` clip-path="url(#${this.region})"` : '';
    const tag = open.slice(1, open.indexOf(' '));
    this.elements.push(content ? `${open}${clip}>${content}</${tag}>` : `${open}${clip}/>`);
  }

  private fillPaint(): string {
    return `fill="${escapeText(this.fillStyle)}"${this.opacity('fill-opacity')}`;
  }
  private strokePaint(): string {
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.join(' ')}"` : '';
    return (
      `stroke="${escapeText(this.strokeStyle)}" stroke-width="${round(this.lineWidth)}" ` +
      `stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"${dash}${this.opacity('stroke-opacity')}`
    );
  }
  private opacity(name: string): string {
    return this.globalAlpha < 1 ? ` ${name}="${round(this.globalAlpha)}"` : '';
  }

  private map(x: number, y: number): [number, number] {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }
  private place(x: number, y: number): string {
    return this.map(x, y).map(round).join(' ');
  }
  private multiply([a2, b2, c2, d2, e2, f2]: Matrix): void {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [
      a * a2 + c * b2,
      b * a2 + d * b2,
      a * c2 + c * d2,
      b * c2 + d * d2,
      a * e2 + c * f2 + e,
      b * e2 + d * f2 + f,
    ];
  }
}
