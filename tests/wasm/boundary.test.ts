// The boundary: what the module exports, what it refuses, what it leaves behind.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config, EngineModule, Run } from '@engine';
import { loadEngine } from '../../web/cli/load_engine';
import { DEFAULTS } from '../../web/src/config/schema/config';

const declarations = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../wasm/bindings/engine.d.ts',
);

/** Names of the members of every interface in engine.d.ts, inherited ones among them. */
function declaredMembers(): Map<string, string[]> {
  const source = ts.createSourceFile(
    'engine.d.ts',
    ts.sys.readFile(declarations) ?? '',
    ts.ScriptTarget.Latest,
  );
  const members = new Map<string, string[]>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node)) return;
    const names = node.members.flatMap((m) =>
      m.name && ts.isIdentifier(m.name) ? [m.name.text] : [],
    );
    const parents = (node.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => (ts.isIdentifier(expression) ? expression.text : '')),
    );
    const inherited = parents.flatMap((parent) => members.get(parent) ?? []);
    members.set(node.name.text, [...inherited, ...names].sort());
  });
  return members;
}

const small: Partial<Config> = { n: 40, d: 20, h: 30, nTest: 30 };

let engine: EngineModule;
const declared = declaredMembers();
const config = (patch: Partial<Config> = {}): Config => ({
  ...engine.defaultConfig(),
  ...small,
  ...patch,
});

function withRun<T>(c: Config, use: (run: Run) => T): T {
  const run = new engine.Run(c);
  try {
    return use(run);
  } finally {
    run.delete();
  }
}

/** Methods of an Embind class, without Embind's own. */
function methodsOf(handle: object): string[] {
  const own = ['constructor', 'isAliasOf', 'clone', 'isDeleted', 'deleteLater'];
  return Object.getOwnPropertyNames(Object.getPrototypeOf(handle))
    .concat('delete')
    .filter((name, k, all) => !own.includes(name) && all.indexOf(name) === k)
    .sort();
}

beforeAll(async () => {
  engine = await loadEngine();
});

describe('engine.d.ts says what the module has', () => {
  it('functions and classes', () => {
    // What the glue itself adds to a module starts with an underscore or is spelled in capitals.
    const glue = /^(_|dynCall_|preloaded|[A-Z][A-Z_a-z0-9]*[A-Z0-9]|HEAP|calledRun|ready|asm|preRun|postRun|then|inspect)/;
    const known = new Set([
      ...['noExitRuntime', 'run', 'wasmBinary', 'getInheritedInstanceCount', 'getLiveInheritedInstances'],
      ...['flushPendingDeletes', 'setDelayFunction', 'BindingError', 'InternalError', 'UnboundTypeError'],
      ...['count_emval_handles', 'get_first_emval', 'addOnPostRun', 'addOnPreRun', 'print', 'printErr'],
      ...['stackSave', 'stackRestore', 'stackAlloc'],
    ]);
    const own = new Set(declared.get('EngineModule'));
    const names = Object.keys(engine).filter(
      (name) => own.has(name) || (!glue.test(name) && !known.has(name)),
    );
    expect(names.sort()).toEqual(declared.get('EngineModule'));
  });

  it('methods of Run', () => {
    withRun(config(), (run) => expect(methodsOf(run)).toEqual(declared.get('Run')));
  });

  it('fields of what is returned', () => {
    withRun(config({ steps: 2 }), (run) => {
      const keys = (value: object): string[] => Object.keys(value).sort();
      expect(keys(run.step())).toEqual(declared.get('StepResult'));
      const snapshot = run.probe();
      expect(keys(snapshot)).toEqual(declared.get('Snapshot'));
      expect(keys(snapshot.hill)).toEqual(declared.get('TailFit'));
      expect(keys(snapshot.bulk)).toEqual(declared.get('BulkLaw'));
      expect(keys(run.config())).toEqual(declared.get('Config'));
      expect(keys(run.weights())).toEqual(declared.get('MatrixData'));
      expect(keys(run.overlaps(3))).toEqual(declared.get('Overlaps'));
      expect(keys(run.overlaps(3).currentVsTotal)).toEqual(declared.get('OverlapPair'));
      expect(keys(run.entryHistogram(5))).toEqual(declared.get('EntryHistogram'));
      expect(keys(run.outputScatter())).toEqual(declared.get('OutputScatter'));
      expect(keys(run.denoise())).toEqual(declared.get('Denoised'));
      expect(keys(run.updateSpike())).toEqual(declared.get('UpdateSpike'));
    });
  });

  it('fields of the statistics and the theory', () => {
    const keys = (value: object | undefined): string[] => Object.keys(value ?? {}).sort();
    const eigenvalues = withRun(config(), (run) => run.probe().eigenvalues);
    const comparison = engine.compareTails(eigenvalues, 'robust', NaN, 0);
    expect(keys(comparison)).toEqual(declared.get('TailComparison'));
    expect(keys(comparison.laws[0])).toEqual(declared.get('LawFit'));
    expect(keys(comparison.pairs[0])).toEqual(declared.get('LawComparison'));
    expect(keys(comparison.verdict)).toEqual(declared.get('TailVerdict'));
    expect(keys(engine.hillPlot(eigenvalues, 0))).toEqual(declared.get('HillPlot'));
    expect(keys(engine.ksCurve(eigenvalues, 0))).toEqual(declared.get('KsCurve'));
    const known = { secondLayerSquared: NaN, residualSquared: 1.4 };
    const predictions = engine.predictOneStep(config(), known);
    expect(keys(predictions)).toEqual(declared.get('OneStepPredictions'));
    expect(keys(predictions.gd)).toEqual(declared.get('StepPrediction'));
    expect(keys(predictions.sign.spike)).toEqual(declared.get('SpikePrediction'));

    const test = new engine.GoodnessOfFit(eigenvalues, 'robust', 1, 0);
    const bootstrap = new engine.TailBootstrap(eigenvalues, 1, 0);
    expect(methodsOf(test)).toEqual(declared.get('GoodnessOfFit'));
    expect(methodsOf(bootstrap)).toEqual(declared.get('TailBootstrap'));
    bootstrap.advance(10);
    expect(keys(bootstrap.hill())).toEqual(declared.get('BootstrapSpread'));
    test.advance(10);
    expect(test.replicates()).toBe(10);
    test.delete();
    bootstrap.delete();

    const verdict = engine.phaseVerdict(eigenvalues, 30, 20, 0);
    expect(keys(verdict)).toEqual(declared.get('PhaseVerdict'));
    expect(keys(verdict.evidence)).toEqual(declared.get('PhaseEvidence'));
    expect(keys(verdict.thresholds)).toEqual(declared.get('PhaseThresholds'));
    const shape = engine.bulkShape(eigenvalues, 30, 20, 0);
    expect(keys(shape)).toEqual(declared.get('BulkShape'));
    expect(shape.aspect).toBeGreaterThanOrEqual(1);
    const bulkNull = new engine.BulkNull(30, 20, 1);
    expect(methodsOf(bulkNull)).toEqual(declared.get('BulkNull'));
    bulkNull.advance(3);
    expect(bulkNull.pValue(0)).toBe(1);
    bulkNull.delete();

    const numbers = new Float64Array([1, 2, 4, 3]);
    const correlations = engine.correlate(numbers, numbers, 10, 1);
    expect(keys(correlations)).toEqual(declared.get('Correlations'));
    expect(keys(correlations.kendall)).toEqual(declared.get('Correlation'));
  });

  it('the phase of a snapshot is the verdict on its eigenvalues', () => {
    withRun(config({ learningRate: 1 }), (run) => {
      for (let t = 0; t < 4; t += 1) {
        const { phase, eigenvalues } = run.probe();
        expect(engine.phaseVerdict(eigenvalues, 30, 20, 0).phase).toBe(phase);
        run.step();
      }
    });
  });
});

describe('the configuration', () => {
  it('has the defaults of the web schema', () => {
    expect(engine.defaultConfig()).toEqual(DEFAULTS);
  });

  it('comes back as it was given', () => {
    const given = config({ optimizer: 'gd', learningRate: 3000, teacher: 'he2', seed: 4294967295 });
    expect(withRun(given, (run) => run.config())).toEqual(given);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    ['a missing field', { n: undefined }, 'n is missing'],
    ['an unknown field', { lr: 1 }, "unknown field 'lr'"],
    ['a word nobody knows', { optimizer: 'sgdd' }, "optimizer: unknown value 'sgdd', expected one of gd, adam, sign, muon"],
    ['a number as text', { n: '40' }, 'n is a string, expected a number'],
    ['NaN', { learningRate: NaN }, 'learningRate is nan, expected a number from 0 to 1e+08'],
    ['a fraction', { n: 1.5 }, 'n is 1.500000, expected a whole number'],
    ['a huge size', { n: 1e9 }, 'n is 1e+09, expected a whole number from 1 to 20000'],
    ['a batch over n', { batchSize: 41 }, 'batchSize is 41, expected a whole number from 0 to 40'],
  ];
  it.each(refused)('%s is an Error with its message', (_what, patch, message) => {
    const given = { ...config(), ...patch };
    const attempts = [
      () => new engine.Run(given),
      () => {
        engine.validateConfig(given);
      },
    ];
    for (const attempt of attempts) {
      let caught: unknown;
      try {
        attempt();
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(Error);
      expect((caught as Error).message).toBe(message);
    }
  });

  it('that no memory can hold is refused before anything is made', () => {
    expect(() => new engine.Run(config({ n: 20000, d: 20000 }))).toThrow(/at most 2.5e8 entries/);
  });
});

describe('the module', () => {
  it('draws what the native engine draws, bit for bit', () => {
    // The same two numbers stand in tests/engine/data/normal_test.cpp.
    const weights = withRun(config({ precision: 'f64', seed: 1 }), (run) => run.initialWeights());
    expect(weights.data[0]).toBe(-0x1c1561a7013f1c / 2 ** 52);
    expect(weights.data[weights.cols + 1]).toBe(0x1f1b00c6ec4470 / 2 ** 57);
  });

  it('has logarithms of its own, right to the last bit but one', () => {
    const exact = Float64Array.from({ length: 301 }, (_, k) => Number(`1e${k}`));
    expect([...engine.log10(exact)]).toEqual([...exact.keys()]);
    const any = Float64Array.from({ length: 2000 }, (_, k) => 1.001 + 0.37 * k);
    engine.log10(any).forEach((x, k) => {
      expect(Math.abs(x / Math.log10(any[k]!) - 1)).toBeLessThan(2 ** -51);
    });
    expect([...engine.log10(Float64Array.of(0, -1, Infinity, NaN))]).toEqual([-Infinity, NaN, Infinity, NaN]);
  });

  it('needs no code made from strings: a strict content-security policy lets it in', () => {
    const folder = join(dirname(fileURLToPath(import.meta.url)), '../../build/wasm');
    const glue = ts.sys.readFile(join(folder, 'tailcraft.mjs')) ?? '';
    expect(glue.length).toBeGreaterThan(1000);
    expect(glue).not.toMatch(/new Function|[^.\w]eval\(/);
  });
});

describe('memory', () => {
  it('is flat over 1,000 runs created, stepped, probed and deleted', () => {
    const once = (seed: number): void => {
      withRun(config({ seed, n: 12, d: 8, h: 10, nTest: 5 }), (run) => {
        run.step();
        run.probe();
        run.overlaps(2);
      });
    };
    for (let seed = 0; seed < 20; ++seed) once(seed);
    const before = engine.heapInUse();
    for (let seed = 0; seed < 1000; ++seed) once(seed);
    expect(engine.heapInUse()).toBe(before);
  });

  it('is given back after a refused configuration', () => {
    const refuse = (): void => {
      expect(() => new engine.Run(config({ n: -1 }))).toThrow();
    };
    refuse();
    const before = engine.heapInUse();
    for (let k = 0; k < 100; ++k) refuse();
    expect(engine.heapInUse()).toBe(before);
  });

  it('of a run is what the estimate says, within a factor', () => {
    const given = config({ n: 400, d: 200, h: 300, nTest: 400 });
    const before = engine.heapInUse();
    withRun(given, (run) => {
      run.step();
      run.probe();
      const held = engine.heapInUse() - before;
      const estimate = engine.memoryEstimate(given);
      expect(held).toBeLessThan(1.2 * estimate);
      expect(held).toBeGreaterThan(estimate / 4);
    });
  });

  it('is copied out: an array outlives its run and the growth of the heap', () => {
    const eigenvalues = withRun(config(), (run) => run.probe().eigenvalues);
    const copy = [...eigenvalues];
    withRun(config({ n: 2000, d: 500, h: 700, nTest: 2000 }), (run) => run.probe());
    expect([...eigenvalues]).toEqual(copy);
  });
});

describe('replay', () => {
  it('says which array has the wrong size', () => {
    const empty = new Float64Array(0);
    const inputs = {
      xTrain: empty, yTrain: empty, xProbe: empty, yProbe: empty, xTest: empty, yTest: empty,
      beta: empty, w0: empty, a: empty,
    };
    expect(() => engine.Run.replay(inputs, config())).toThrow(
      'xTrain holds 0 numbers, expected 40 x 20',
    );
  });

  it('is as it was after a restart that does not fit its data', () => {
    const { n, nTest, d, h } = config();
    const numbers = (length: number): Float64Array =>
      Float64Array.from({ length }, (_, i) => Math.sin(1 + 7.3 * i));
    const inputs = {
      xTrain: numbers(n * d), yTrain: numbers(n), xProbe: numbers(n * d), yProbe: numbers(n),
      xTest: numbers(nTest * d), yTest: numbers(nTest), beta: numbers(d), w0: numbers(h * d),
      a: numbers(h),
    };
    const [run, other] = [0, 1].map(() => engine.Run.replay(inputs, config()));
    run!.step();
    other!.step();
    expect(() => run!.restart({ ...config(), h: h + 1 })).toThrow(/W_0: rows/);
    const precision = config().precision === 'f32' ? 'f64' : 'f32';
    expect(() => run!.restart({ ...config(), precision })).toThrow(/precision differs/);
    run!.step();
    other!.step();
    expect(run!.probe()).toEqual(other!.probe());
    expect(run!.config()).toEqual(config());
    run!.delete();
    other!.delete();
  });
});

describe('any matrix', () => {
  it('has the spectrum of a known one', () => {
    const spectrum = engine.spectrum(new Float64Array([3, 0, 0, 0, -2, 0]), 2, 3, 0);
    expect(Object.keys(spectrum).sort()).toEqual(declared.get('MatrixSpectrum'));
    expect([spectrum.rows, spectrum.columns, spectrum.exponent]).toEqual([2, 2, 0]);
    const { eigenvalues } = spectrum;
    expect([...eigenvalues].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([4, 9]);
  });

  it('with a wrong size is refused', () => {
    expect(() => engine.spectrum(new Float64Array(5), 2, 3, 0)).toThrow(
      'spectrum: 5 numbers for 2 x 3',
    );
  });

  it('longer than any memory is refused in words, and so is a side below zero', () => {
    const endless = { length: 2 ** 32 - 1 } as unknown as Float64Array;
    expect(() => engine.log10(endless)).toThrow(/^out of memory: /);
    const values = new Float64Array([1, 2, 3]);
    expect(() => engine.phaseVerdict(values, -3, 3, 0)).toThrow('a matrix of -3 x 3');
  });

  it('that is no .npy file is refused in words', () => {
    expect(() => engine.parseNpy(new Uint8Array([1, 2, 3]))).toThrow(
      'not a readable .npy file: it does not start with the NumPy mark',
    );
  });
});
