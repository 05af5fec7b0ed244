// The engine from a terminal.

import { UsageError } from './arguments';
import { loadEngine } from './load_engine';
import { MERGE_HELP, mergeCommand } from './merge_command';
import { REPLAY_HELP, replayCommand } from './replay_command';
import { RUN_HELP, runCommand } from './run_command';
import { SWEEP_HELP, sweepCommand } from './sweep_command';

const HELP = `Usage: npm run -s cli -- COMMAND ...

${RUN_HELP}

${REPLAY_HELP}

${SWEEP_HELP}

${MERGE_HELP}`;

async function main(argv: readonly string[]): Promise<string> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return runCommand(await loadEngine(), rest);
    case 'replay':
      return replayCommand(await loadEngine(), rest);
    case 'sweep':
      return sweepCommand(rest, new URL('./worker.mjs', import.meta.url));
    case 'merge':
      return mergeCommand(rest);
    case 'help':
    case '--help':
    case undefined:
      return HELP;
    default:
      throw new UsageError(`unknown command ${command}; try help`);
  }
}

// A reader that stops early (head, a pager) is no error.
process.stdout.on('error', () => process.exit(0));

try {
  const text = await main(process.argv.slice(2));
  if (text !== '') process.stdout.write(`${text}\n`);
} catch (error) {
  process.stderr.write(`tailcraft: ${(error as Error).message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
