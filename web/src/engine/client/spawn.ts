// How the site starts its worker: as a file beside the page's own. The builds that are one script
// take spawn_script.ts in its place.

export function spawnWorker(): Worker {
  return new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
}
