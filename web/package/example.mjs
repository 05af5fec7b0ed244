// Ten Adam steps, looked at after each: node example.mjs

import { createEngine } from 'tailcraft';

const engine = await createEngine();
const run = new engine.Run({ ...engine.defaultConfig(), optimizer: 'adam', learningRate: 0.5 });

console.log('step  test loss  spikes  Hill alpha  phase');
for (let step = 0; step <= 10; step += 1) {
  const s = run.probe();
  const columns = [
    String(step).padStart(4),
    s.testLoss.toFixed(4).padStart(9),
    String(s.spikes).padStart(6),
    s.hill.alpha.toFixed(3).padStart(10),
  ];
  console.log(`${columns.join('  ')}  ${s.phase}`);
  if (step < 10) run.step();
}
run.delete();
