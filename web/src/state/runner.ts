// One slot of the page: the run in it, its progress, and the permission a costly run asks for.
// While a new run catches up with the step that is being looked at, the old one stays on display,
// so that dragging a slider changes the picture once and does not flash through the early steps.

import { messageOf } from '../common/errors';
import { type Config } from '../config/schema/config';
import type { EngineClient } from '../engine/client/engine_client';
import type { Calls, CallName } from '../engine/protocol/messages';
import { MEMORY_LIMIT, nearestThatFits, type Cost, type Machine } from './machine';
import { isOver, lastStep, newRun, type RunRecord } from './runs';

/** Seconds a run may take without being asked for. */
const UNASKED_SECONDS = 60;
/** Milliseconds a new run may stay behind the old one. */
const CATCH_UP = 300;
/** While a slider is dragged, a run is given this many milliseconds before the next one ends it. */
const GESTURE_PACE = 200;

export class Runner {
  run: RunRecord;
  /** The run on display; the previous one while `run` catches up. */
  shown: RunRecord;
  cost: Cost | null = null;
  /** A configuration to offer when `run` cannot be computed. */
  offer: Config | null = null;
  /** Nothing has been asked of this slot yet. */
  isIdle = true;
  /** What the slot is to show, sooner or later. */
  config: Config;
  private started = 0;
  private postponed: ReturnType<typeof setTimeout> | undefined;

  constructor(
    config: Config,
    private readonly client: EngineClient,
    private readonly machine: Machine,
    private readonly changed: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.config = config;
    this.run = newRun(config);
    this.shown = this.run;
  }

  /**
   * Puts a configuration into the slot and computes it, if need be after asking.
   * @param asked a person asked for exactly this run
   * @param continuing the configuration is one of many in a gesture; the next one comes soon
   */
  load(config: Config, asked = false, continuing = false): void {
    clearTimeout(this.postponed);
    this.isIdle = false;
    this.config = config;
    const wait = this.started + GESTURE_PACE - this.now();
    if (continuing && this.run.status === 'computing' && wait > 0) {
      this.postponed = setTimeout(() => this.load(config), wait);
      return;
    }
    this.client.cancel();
    this.run = newRun(config);
    this.offer = null;
    this.cost = null;
    this.started = this.now();
    if (this.shown.recorded.length === 0) this.shown = this.run;
    if (isSmall(config)) this.begin();
    void this.checkCost(this.run, asked);
  }

  /** Shows a finished run that came from a file. */
  adopt(run: RunRecord): void {
    this.isIdle = false;
    this.client.cancel();
    clearTimeout(this.postponed);
    this.config = run.config;
    this.run = run;
    this.shown = run;
    this.offer = null;
    this.cost = null;
    void this.drawLaws(run).catch(() => undefined);
  }

  /** Starts the run that waits for permission, or tries again what failed. */
  begin(): void {
    const run = this.run;
    if (run.status === 'failed') {
      this.load(run.config, true);
      return;
    }
    if (run.status !== 'waiting') return;
    run.status = 'computing';
    run.message = null;
    this.started = this.now();
    run.started = this.started;
    this.client.start(run.config, {
      snapshot: (recorded, timing) => {
        run.recorded.push(recorded);
        run.step = recorded.snapshot.step;
        run.timing = timing;
        this.changed();
      },
      progress: (step, timing) => {
        run.step = step;
        run.timing = timing;
        this.changed();
      },
      done: (outcome, message) => {
        run.status = outcome;
        run.message = message ?? null;
        if (outcome === 'complete') void this.learn(run).catch(() => undefined);
        this.changed();
      },
    });
    this.changed();
  }

  /** Ends the slot and its worker. */
  dispose(): void {
    clearTimeout(this.postponed);
    this.client.dispose();
  }

  /** Stops computing and keeps what is there. */
  cancel(): void {
    if (this.run.status === 'waiting') {
      this.run.status = 'cancelled';
      this.changed();
    }
    this.client.cancel();
  }

  /**
   * Decides which run is on display.
   * @param wanted step that is being looked at
   * @returns whether the display changed to the new run
   */
  catchUp(wanted: number): boolean {
    if (this.shown === this.run) return false;
    const reached = lastStep(this.run) >= Math.min(wanted, this.run.config.steps);
    const late = this.now() - this.started > CATCH_UP && this.run.recorded.length > 0;
    const over = isOver(this.run) && this.run.recorded.length > 0;
    if (!reached && !late && !over) return false;
    this.shown = this.run;
    return true;
  }

  /** What is on display is not what the settings say, and nothing is under way to change that. */
  get isStale(): boolean {
    return this.shown !== this.run && this.run.status !== 'computing';
  }

  /** Still showing the previous run? */
  get isCatchingUp(): boolean {
    return this.shown !== this.run && this.run.status === 'computing';
  }

  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    return this.client.call(name, args);
  }

  /** What a configuration would cost on this machine. */
  async estimate(config: Config): Promise<Cost> {
    return this.machine.cost(config, await this.client.call('estimate', { config }));
  }

  private async checkCost(run: RunRecord, asked: boolean): Promise<void> {
    try {
      const cost = await this.estimate(run.config);
      if (run !== this.run) return;
      this.cost = cost;
      if (cost.refusal !== null && run.status === 'waiting') {
        run.status = 'failed';
        run.message = `This run cannot start: ${cost.refusal}.`;
        this.changed();
        const offer = await this.nearest(run.config);
        if (run === this.run) this.offer = offer;
      } else if (run.status === 'waiting') {
        const quick = cost.seconds <= UNASKED_SECONDS;
        if (asked || quick) this.begin();
      }
    } catch (error) {
      if (run !== this.run) return;
      run.status = 'failed';
      run.message = messageOf(error);
    }
    this.changed();
  }

  /** Files hold the laws' numbers only; their curves come from the engine. */
  private async drawLaws(run: RunRecord): Promise<void> {
    const laws = run.recorded.flatMap((r) => [r.snapshot.initialBulk, r.snapshot.bulk]);
    const curves = await this.client.call('laws', { laws });
    run.recorded = run.recorded.map((r, i) => ({
      ...r,
      initialLaw: curves[2 * i] ?? r.initialLaw,
      bulkLaw: curves[2 * i + 1] ?? r.bulkLaw,
    }));
    this.changed();
  }

  private async nearest(config: Config): Promise<Config> {
    return nearestThatFits(config, async (candidate) => {
      const { memory, refusal } = await this.client.call('estimate', { config: candidate });
      return refusal === null && memory <= MEMORY_LIMIT ? memory : null;
    });
  }

  private async learn(run: RunRecord): Promise<void> {
    const estimate = await this.client.call('estimate', { config: run.config });
    this.machine.learn(estimate.work, run.timing);
    if (run !== this.run) return;
    this.cost = this.machine.cost(run.config, estimate);
    this.changed();
  }
}

/** Certainly quick on any machine, so that it starts before its cost is known. */
function isSmall(c: Config): boolean {
  return Math.max(c.n, c.nTest, c.d, c.h) <= 640 && c.steps <= 200;
}
