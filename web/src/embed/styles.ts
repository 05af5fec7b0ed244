// The page's style sheets for a shadow root: one constructed sheet, which a strict policy of the
// page around it does not forbid.

import base from '../styles/base.css?inline';
import controls from '../styles/controls.css?inline';
import embed from '../styles/embed.css?inline';
import figures from '../styles/figures.css?inline';
import layout from '../styles/layout.css?inline';
import mapCharts from '../styles/map_charts.css?inline';
import phases from '../styles/phases.css?inline';
import spectrum from '../styles/spectrum.css?inline';
import timeline from '../styles/timeline.css?inline';
import tokens from '../styles/tokens.css?inline';
import { forShadowRoot, themable } from './shadow_css';

let made: CSSStyleSheet | null = null;

/** The one sheet of all figures on the page. */
export function embedSheet(): CSSStyleSheet {
  if (made) return made;
  made = new CSSStyleSheet();
  const sheets = [base, layout, controls, figures, spectrum, timeline, phases, mapCharts, embed];
  const rest = sheets.join('\n');
  made.replaceSync(forShadowRoot(`${themable(tokens)}\n${rest}`));
  return made;
}
