// How the site starts the worker that opens files. The builds that are one script take
// spawn_script.ts in its place.

export function spawnReader(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
