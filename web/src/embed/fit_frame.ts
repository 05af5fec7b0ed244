// For frames whose height the page around them fixes, as slides and Jupyter Book do: the plots take
// what the rest of the figure leaves of the frame, so that nothing has to be scrolled.

/** Least and greatest height of a plot, in CSS pixels. */
const LEAST = 160;
const GREATEST = 720;
const PLOTS = '.plot-tall .plot-canvas, .plot-medium .plot-canvas';

export function fitFrame(panel: HTMLElement): void {
  const root = document.documentElement;
  root.dataset['fit'] = '';
  const fit = (): void => {
    const plots = [...panel.querySelectorAll(PLOTS)].map((e) => e.getBoundingClientRect());
    // Plots beside each other share one row.
    const rows = new Map(plots.map(({ top, height }) => [Math.round(top), height]));
    if (rows.size === 0) return;
    const taken = [...rows.values()].reduce((sum, height) => sum + height, 0);
    const rest = panel.getBoundingClientRect().height - taken;
    const height = Math.floor((innerHeight - rest) / rows.size);
    const within = Math.min(GREATEST, Math.max(LEAST, height));
    root.style.setProperty('--figure-height', `${within}px`);
  };
  new ResizeObserver(fit).observe(panel);
  addEventListener('resize', fit);
}
