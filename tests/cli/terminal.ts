// The terminal as a person has it: a process of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = join(dirname(fileURLToPath(import.meta.url)), '../../web/scripts/cli.mjs');

/** Milliseconds; a process is started, and slow machines need a while. */
export const TIMEOUT_MS = 120_000;

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface Surroundings {
  /** Looked at often; the process is killed at once when it is true. */
  killWhen?: () => boolean;
  /** Where the person stands. */
  folder?: string;
  /** Most kilobytes of a file: the disk is full where one would grow beyond. */
  fileSize?: number;
}

export function command(argv: readonly string[], around: Surroundings = {}): Promise<Ended> {
  const { killWhen, folder, fileSize } = around;
  const program =
    fileSize === undefined
      ? ([process.execPath, [cli, ...argv]] as const)
      : (['bash', ['-c', `ulimit -f ${fileSize}; exec "$@"`, '', process.execPath, cli, ...argv]] as const); // prettier-ignore
  return new Promise((resolve) => {
    const child = spawn(...program, {
      // A variable that is undefined is not passed on.
      env: { ...process.env, INIT_CWD: folder },
    });
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (ended.out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (ended.err += text.toString()));
    const timer = setInterval(() => {
      if (killWhen?.()) child.kill('SIGKILL');
    }, 1);
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ ...ended, code });
    });
  });
}

/** A folder of one test file, and paths in it. */
export function scratch(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'tailcraft-'));
  return (name) => join(folder, name);
}
