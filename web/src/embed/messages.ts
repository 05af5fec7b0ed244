// What the page around an iframe may say to the figure in it, and what it hears back. Whatever
// arrives is hostile until `parseMessage` has looked at it: nothing in it is run, shown as markup,
// or trusted to have the type it should have. web/docs/embedding.md describes the messages.

import type { Settings } from './remote';

export const PROTOCOL = 1;
const MAX_STEPS = 100_000;
const MAX_KEYS = 64;
const MAX_LINK = 4000;

export type Command =
  | { type: 'configure'; config: Settings }
  | { type: 'open'; link: string }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'step'; by: number }
  | { type: 'seek'; step: number }
  | { type: 'state' };

export interface ParsedMessage {
  /** What to do, or a sentence about what is wrong with the message. */
  command: Command | string;
  /** Goes back with the answer. */
  id: number | string | null;
}

/** null: not a message to a figure at all, to be left alone. */
export function parseMessage(data: unknown): ParsedMessage | null {
  if (!isRecord(data) || !('tailcraft' in data)) return null;
  const { id } = data;
  const kept = typeof id === 'number' || (typeof id === 'string' && id.length <= 64) ? id : null;
  if (data['tailcraft'] !== PROTOCOL) {
    return { command: `This figure speaks version ${PROTOCOL} of the protocol.`, id: kept };
  }
  return { command: commandOf(data), id: kept };
}

function commandOf(data: Record<string, unknown>): Command | string {
  switch (data['type']) {
    case 'play':
    case 'pause':
    case 'state':
      return { type: data['type'] };
    case 'step': {
      const by = data['by'] ?? 1;
      return isWhole(by) && Math.abs(by) <= 1000
        ? { type: 'step', by }
        : '“by” has to be a whole number from -1000 to 1000.';
    }
    case 'seek': {
      const { step } = data;
      return isWhole(step) && step >= 0 && step <= MAX_STEPS
        ? { type: 'seek', step }
        : `“step” has to be a whole number from 0 to ${MAX_STEPS}.`;
    }
    case 'open': {
      const { link } = data;
      return typeof link === 'string' && link.length <= MAX_LINK
        ? { type: 'open', link }
        : `“link” has to be a text of at most ${MAX_LINK} characters.`;
    }
    case 'configure': {
      const { config } = data;
      return isRecord(config) && isFlat(config)
        ? { type: 'configure', config }
        : '“config” has to be an object of names and plain values.';
    }
    default:
      return 'The types are configure, open, play, pause, step, seek and state.';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

function isFlat(config: Record<string, unknown>): boolean {
  const values = Object.values(config);
  return (
    values.length <= MAX_KEYS &&
    values.every(
      (v) =>
        typeof v === 'number' ||
        typeof v === 'boolean' ||
        (typeof v === 'string' && v.length <= 100),
    )
  );
}
