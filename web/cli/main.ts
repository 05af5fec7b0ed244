// The engine from a terminal.

import { UsageError } from './arguments';
import { loadEngine } from './load_engine';
import { REPLAY_HELP, replayCommand } from './replay_command';
import { RUN_HELP, runCommand } from './run_command';

const HELP = `Usage: npm run -s cli -- COMMAND ...

${RUN_HELP}

${REPLAY_HELP}`;

async function main(argv: readonly string[]): Promise<string> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return runCommand(await loadEngine(), rest);
    case 'replay':
      return replayCommand(await loadEngine(), rest);
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
  process.stdout.write(`${await main(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`tailcraft: ${(error as Error).message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
