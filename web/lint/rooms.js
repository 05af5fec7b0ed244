// Who may import whom in web/src: folder -> the folders it may use besides itself. Arrows run
// downwards only; nothing here is reachable from itself (tests/web/rooms.test.ts). Types of
// anything below may be imported by name (`import type`), except by charts, which are fed plain data.

import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONFIG = ['config/link', 'config/map', 'config/metrics', 'config/schema', 'common'];
const CHARTS = ['charts/map', 'charts/spectrum', 'charts/lines', 'charts/common'];
const VIEW_PARTS = ['views/figures', 'views/controls', 'views/formula', 'views/common'];
const BELOW_VIEWS = [...VIEW_PARTS, ...CHARTS, 'state', 'content', ...CONFIG];

/** From the top of the house to its ground. */
export const ROOMS = {
  // The entries of the page (main.ts and the like) put everything together.
  '': [
    'embed',
    'offline',
    'styles',
    'views/page',
    ...VIEW_PARTS,
    'state',
    'engine/client',
    'common',
  ],
  embed: [
    ...['styles', 'views/phases', 'views/explore', ...VIEW_PARTS],
    ...['state', 'engine/client', ...CONFIG],
  ],
  'views/page': [
    ...['views/weights', 'views/learn', 'views/phases', 'views/explore', 'views/common'],
    ...['views/controls', 'state', 'content', 'styles', ...CONFIG],
  ],
  'views/weights': ['views/explore', 'views/theory', ...BELOW_VIEWS, 'tensors'],
  'views/learn': ['views/explore', ...BELOW_VIEWS],
  'views/explore': ['views/theory', ...BELOW_VIEWS],
  'views/phases': ['views/phases/charts', ...BELOW_VIEWS],
  'views/phases/charts': BELOW_VIEWS,
  'views/theory': BELOW_VIEWS,
  'views/figures': ['views/controls', 'views/formula', 'views/common', ...CHARTS, ...CONFIG],
  'views/controls': ['views/common', 'state', ...CONFIG],
  'views/formula': ['views/common'],
  'views/common': ['state', 'common'],
  'charts/map': ['charts/common', 'common'],
  'charts/spectrum': ['charts/common', 'common'],
  'charts/lines': ['charts/common', 'common'],
  'charts/common': ['common'],
  content: CONFIG,
  state: ['engine/client', 'engine/map', 'tensors/reader', 'tensors', ...CONFIG],
  'engine/map': ['engine/client', 'config/map', 'config/metrics', 'config/schema', 'common'],
  'engine/client': ['engine/protocol', 'config/schema', 'common'],
  // The worker thread; only here does the module run.
  'engine/worker': [
    ...['engine/worker/calls', 'engine/parallel', 'engine/protocol'],
    ...['config/map', 'config/metrics', 'config/schema', 'common'],
  ],
  'engine/worker/calls': ['engine/protocol', 'tensors', 'common'],
  'engine/parallel': ['engine/protocol', 'common'],
  'engine/protocol': ['common'],
  'config/link': ['config/map', 'config/metrics', 'config/schema', 'common'],
  'config/map': ['config/metrics', 'config/schema', 'common'],
  'config/metrics': ['config/schema', 'common'],
  'config/schema': ['common'],
  // A worker of its own opens files; what it hands over are the types and tools below.
  'tensors/reader': ['tensors/formats', 'tensors', 'common'],
  'tensors/formats': ['tensors/text', 'tensors', 'common'],
  'tensors/text': ['tensors', 'common'],
  tensors: ['common'],
  offline: ['common'],
  maps: [],
  styles: [],
  common: [],
};

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
/** Types that travel between the threads may be named by whoever hands them over. */
const TYPES_FOR_ALL = ['engine/protocol', 'config/link', 'config/map', 'config/metrics', 'tensors'];

/** The room of a file in web/src; undefined outside. */
export function roomOf(file) {
  const inside = relative(SRC, file).split(sep);
  if (inside[0] === '..') return undefined;
  return inside.slice(0, -1).join('/');
}

/** Rooms that are reached by arrows, itself left out. */
export function below(room, seen = new Set()) {
  for (const next of ROOMS[room] ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    below(next, seen);
  }
  return seen;
}

function isAllowed(from, to, typesOnly) {
  if (from === to || ROOMS[from].includes(to)) return true;
  if (!typesOnly || from.startsWith('charts')) return false;
  return below(from).has(to) || (TYPES_FOR_ALL.includes(to) && !below(to).has(from));
}

const arrows = {
  meta: {
    type: 'problem',
    messages: {
      unknown: 'web/lint/rooms.js does not list the folder "{{room}}".',
      arrow: '{{from}} does not import {{to}} (web/lint/rooms.js).',
      module: 'Only the worker loads the module.',
    },
  },
  create(context) {
    const from = roomOf(context.filename);
    if (from === undefined) return {};
    const check = (node, source, typesOnly) => {
      if (typeof source !== 'string') return;
      if (source === '@engine' && !typesOnly && from !== 'engine/worker') {
        context.report({ node, messageId: 'module' });
      }
      if (!source.startsWith('.')) return;
      const to = roomOf(join(dirname(context.filename), source));
      if (to === undefined) return;
      const unknown = [from, to].find((room) => !(room in ROOMS));
      if (unknown !== undefined) {
        context.report({ node, messageId: 'unknown', data: { room: unknown } });
      } else if (!isAllowed(from, to, typesOnly)) {
        context.report({ node, messageId: 'arrow', data: { from, to } });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => {
        if (node.source) check(node, node.source.value, node.exportKind === 'type');
      },
      ExportAllDeclaration: (node) => check(node, node.source.value, false),
      ImportExpression: (node) => check(node, node.source.value, false),
    };
  },
};

export default { rules: { arrows } };
