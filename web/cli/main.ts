// The engine from a terminal.

import { messageOf } from '../src/common/errors';
import { UsageError } from './arguments';
import { loadEngine } from './load_engine';
import type { Outcome } from './map_output';
import { MERGE_HELP, mergeCommand } from './merge_command';
import { REPLAY_HELP, replayCommand } from './replay_command';
import { RUN_HELP, runCommand } from './run_command';
import { SWEEP_HELP, sweepCommand } from './sweep_command';

const HELP = `Usage: npm run -s cli -- COMMAND ...

${RUN_HELP}

${REPLAY_HELP}

${SWEEP_HELP}

${MERGE_HELP}`;

async function main(argv: readonly string[]): Promise<Outcome> {
  const [command, ...rest] = argv;
  if (rest.includes('--help')) return whole(HELP);
  switch (command) {
    case 'run':
      return whole(runCommand(await loadEngine(), rest));
    case 'replay':
      return whole(replayCommand(await loadEngine(), rest));
    case 'sweep':
      return sweepCommand(rest, new URL('./worker.mjs', import.meta.url));
    case 'merge':
      return mergeCommand(rest);
    case 'help':
    case '--help':
    case undefined:
      return whole(HELP);
    default:
      throw new UsageError(`unknown command ${command}; try help`);
  }
}

function whole(text: string): Outcome {
  return { text, failures: [] };
}

// A reader that stops early (head, a pager) is no error.
process.stdout.on('error', () => process.exit(0));

try {
  const { text, failures } = await main(process.argv.slice(2));
  if (text !== '') process.stdout.write(`${text}\n`);
  for (const failure of failures) process.stderr.write(`tailcraft: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`tailcraft: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
