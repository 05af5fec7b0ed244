// Running other programs. Everything that prepares or builds writes to stderr, so that the
// stdout of `npm run -s cli` holds nothing but the result.

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** A failure whose message is all the person needs: no stack trace is printed. */
export class Failure extends Error {}

export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** The file that `name` runs, with links resolved, or undefined. */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return realpathSync(file);
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Runs a program in the checkout and resolves to its exit code.
 * `output`: 'inherit' (default), 'stderr' (its stdout goes to our stderr).
 */
export function run(command, args, { env = {}, output = 'inherit', cwd = root } = {}) {
  const stdout = output === 'stderr' ? 2 : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdout, 'inherit'],
    });
    // Stopping us stops the child; its end then ends us.
    const stop = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(code ?? 1);
    });
  });
}

/** Like `run`, to stderr, but anything except exit code 0 is a Failure. */
export async function mustRun(command, args, options = {}) {
  const code = await run(command, args, { output: 'stderr', ...options });
  if (code !== 0) throw new Failure(`${command} ${args[0] ?? ''} failed (exit code ${code})`);
}

/** Stdout and exit code of a quick program. @param input  what it reads */
export function capture(command, args, { env = {}, input = '' } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  return { code: result.status ?? 1, stdout: result.stdout ?? '', stderr: result.stderr ?? '' };
}

/** Like `capture` without blocking; stdout and stderr arrive as one text. */
export function collect(command, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, text: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Runs the tasks (functions that return promises), `width` at a time; results in order. */
export async function inParallel(tasks, width) {
  const results = new Array(tasks.length);
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await tasks[index]();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, work));
  return results;
}

/** Runs `main`, turning a Failure into one line and exit code 1. */
export async function runMain(main) {
  try {
    requireNode();
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    say(error instanceof Failure ? error.message : (error.stack ?? String(error)));
    process.exitCode = 1;
  }
}

/** Vite loads ES modules through require(), which older versions cannot. */
function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  throw new Failure(`Tailcraft needs node 20.19 or 22.12 and later; this is ${process.version}.`);
}
