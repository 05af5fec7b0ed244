// The one place where state changes. Controls hand in patches; the store clamps them, keeps them
// for undo, writes the link, has the runs computed, moves the cursor, and tells its listeners at
// most once per frame.

import { applyPatch, difference, sameConfig, type Config } from '../config/schema/config';
import {
  formatLink,
  parseLink,
  versusConfig,
  type LinkState,
  type ParsedLink,
} from '../config/link/link';
import { DEFAULT_MAP, type MapConfig } from '../config/map/map';
import { clampMap } from '../config/map/clamp';
import { baseOf, chapterBase } from '../config/link/story';
import { showsRuns, type Part, type ViewState } from '../config/link/view_state';
import type { ClientOptions, EngineClient } from '../engine/client/engine_client';
import type { Address } from './address';
import { History } from './history';
import { Machine } from './machine';
import { few, NoticeList } from './notice_list';
import { Playback, type Span } from './playback';
import { Runner } from './runner';
import { isOver, lastStep, type RunRecord } from './runs';

export type Slot = 0 | 1;
export type Patch = Readonly<Record<string, unknown>>;

export type ClientEvents = Pick<ClientOptions, 'notice' | 'ready'>;

export interface StoreOptions {
  address: Address;
  /** A client for each slot; the second is made when it is first needed. */
  client: (slot: Slot, events: ClientEvents) => EngineClient;
  storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Calls back before the next repaint. */
  frame: (callback: (time: number) => void) => void;
  /** Do not start playing by oneself. */
  still: boolean;
  /** Part of the page that a figure belongs to, whatever a link says; absent on the page itself. */
  part?: Part;
}

export class Store {
  readonly playback = new Playback();
  readonly machine: Machine;
  /** Version of the engine; empty until a worker has reported it. */
  engineVersion = '';
  private readonly history: History<LinkState>;
  private readonly listeners = new Set<() => void>();
  private readonly runners: [Runner, Runner | null];
  private framePending = false;
  private spanKey: readonly unknown[] = [];
  private spanNow: Span = { steps: [], over: false, end: 0 };
  private lastFrame = 0;
  private gesture = false;
  private isDisposed = false;
  private readonly noticeList = new NoticeList();

  constructor(private readonly options: StoreOptions) {
    this.machine = new Machine(options.storage);
    const { state, warnings } = this.read(options.address.read());
    this.history = new History(state);
    this.noticeList.ofLink(warnings);
    this.runners = [this.makeRunner(0, state.config), null];
    options.address.onChange(() => this.readAddress());
  }

  /** Computes what the link asks for, and plays it unless it names a step. */
  open(): void {
    const { at } = this.state.view;
    if (at !== null) this.playback.follow(at);
    else this.present();
    this.compute(false);
    this.wake();
  }

  get state(): LinkState {
    return this.history.current;
  }
  get config(): Config {
    return this.state.config;
  }
  get view(): ViewState {
    return this.state.view;
  }
  get map(): MapConfig {
    return this.state.map;
  }
  /** Sentences the page has to show. */
  get notices(): readonly string[] {
    return this.noticeList.shown;
  }
  get canUndo(): boolean {
    return this.history.canUndo;
  }
  get canRedo(): boolean {
    return this.history.canRedo;
  }
  get isComparing(): boolean {
    return this.state.versus !== null;
  }

  configOf(slot: Slot): Config {
    return slot === 0 ? this.config : (versusConfig(this.state) ?? this.config);
  }

  runner(slot: Slot): Runner | null {
    return slot === 0 ? this.runners[0] : this.isComparing ? this.runners[1] : null;
  }

  /** The runs on display, one or two. */
  get shown(): RunRecord[] {
    return [this.runner(0), this.runner(1)].flatMap((r) => (r ? [r.shown] : []));
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Changes settings of a run.
   * @param continuing more of the same gesture follows, a slider being dragged for instance
   */
  change(patch: Patch, slot: Slot = 0, continuing = false): void {
    const base = this.state;
    const { config, warnings } = applyPatch(this.configOf(slot), patch);
    this.noticeList.ofChange(warnings);
    const next =
      slot === 0 ? { ...base, config } : { ...base, versus: difference(config, base.config) };
    this.commit(next, continuing);
  }

  /** Replaces the whole experiment, as a preset does. */
  load(config: Config, versus: Patch | null, view: Partial<ViewState> = {}): void {
    const { map } = this.state;
    this.commit({ config, versus, map, view: { ...this.view, at: null, ...view } }, false, true);
    const { at } = this.view;
    if (at === null) this.present();
    else this.playback.follow(at);
    this.wake();
  }

  /** Opens a part of the page. The story brings the experiment of its chapter. */
  openPart(part: Part): void {
    if (part === 'learn') this.openChapter(this.view.chapter);
    else this.setView({ part });
  }

  openChapter(chapter: number): void {
    const { config, versus, view } = chapterBase(chapter);
    this.load(config, versus, view);
  }

  setView(patch: Partial<ViewState>, replace = false): void {
    this.commit({ ...this.state, view: { ...this.view, ...patch } }, false, false, replace);
  }

  /** A second run beside the first, different in `patch`; null takes it away. */
  compare(patch: Patch | null): void {
    this.commit({ ...this.state, versus: patch }, false);
  }

  /** Changes settings of the map; what is absent from `patch` stays. */
  changeMap(patch: Partial<Record<keyof MapConfig, unknown>>, continuing = false): void {
    const { map, warnings } = clampMap(patch, this.state.map);
    this.noticeList.ofChange(warnings);
    this.commit({ ...this.state, map }, continuing);
  }

  /** Shows what a link says; returns sentences about what could not be taken as it is. */
  openLink(link: string): string[] {
    const { state, warnings } = this.read(link);
    this.commit(state, false);
    if (state.view.at === null) this.present();
    else this.playback.follow(state.view.at);
    this.wake();
    return few(warnings);
  }

  /** Back to the page as it opens without a link, at the part on display. */
  resetAll(): void {
    const { part } = this.view;
    const { config, versus, view } = baseOf(this.view);
    this.commit({ config, versus, map: DEFAULT_MAP, view: { ...view, part } }, false, true);
    this.present();
    this.wake();
  }

  undo(): void {
    if (this.history.undo()) this.afterJump();
  }

  redo(): void {
    if (this.history.redo()) this.afterJump();
  }

  dismiss(notice: string): void {
    this.noticeList.dismiss(notice);
    this.wake();
  }

  notify(notice: string): void {
    this.noticeList.add(notice);
    this.wake();
  }

  /** What the time-line spans. */
  get span(): Span {
    const runs = this.shown;
    // While an old run is on display in place of a new one, there is more to come.
    const over = runs.every(isOver) && !this.isCatchingUp;
    const key = [over, ...runs, ...runs.map((run) => run.recorded.length)];
    if (this.spanKey.length !== key.length || key.some((k, i) => k !== this.spanKey[i])) {
      const steps = new Set<number>();
      for (const run of runs) for (const r of run.recorded) steps.add(r.snapshot.step);
      const end = Math.max(...runs.map((run) => run.config.steps));
      this.spanKey = key;
      this.spanNow = { steps: [...steps].sort((a, b) => a - b), over, end };
    }
    return this.spanNow;
  }

  /** Steps of the time-line, whatever moved; afterwards the link names the step if it rests. */
  move(action: (playback: Playback, span: Span) => void): void {
    action(this.playback, this.span);
    this.noteCursor();
    this.wake();
  }

  cancel(): void {
    for (const slot of [0, 1] as const) this.runner(slot)?.cancel();
    this.wake();
  }

  begin(): void {
    for (const slot of [0, 1] as const) this.runner(slot)?.begin();
    this.wake();
  }

  /** Shows a run that was read from a file. */
  adopt(run: RunRecord): void {
    const { map } = this.state;
    const view: ViewState = { ...this.view, part: 'explore', at: null };
    this.history.push({ config: run.config, versus: null, map, view });
    this.runners[0].adopt(run);
    this.present();
    this.writeAddress(false);
    this.wake();
  }

  /** Has the listeners called before the next repaint. */
  wake(): void {
    if (this.framePending || this.isDisposed) return;
    this.framePending = true;
    this.options.frame((time) => this.onFrame(time));
  }

  /** Ends the workers; nothing is heard of this store again. */
  dispose(): void {
    this.isDisposed = true;
    this.listeners.clear();
    for (const runner of this.runners) runner?.dispose();
  }

  /** Plays a new run from its start, or shows its end where nothing is to move. */
  private present(): void {
    if (this.options.still) this.playback.follow(Infinity);
    else this.playback.restart();
  }

  private onFrame(time: number): void {
    this.framePending = false;
    if (this.isDisposed) return;
    const seconds = Math.min(0.25, Math.max(0, (time - this.lastFrame) / 1000));
    this.lastFrame = time;
    if (!showsRuns(this.view.part)) {
      for (const listener of this.listeners) listener();
      return;
    }
    const wanted = this.playback.wanted;
    for (const slot of [0, 1] as const) this.runner(slot)?.catchUp(wanted);
    const wasPlaying = this.playback.playing;
    this.playback.advance(seconds, this.view.speed, this.span);
    if (wasPlaying && !this.playback.playing) this.noteCursor();
    for (const listener of this.listeners) listener();
    if (this.playback.playing || this.isCatchingUp) this.wake();
  }

  private get isCatchingUp(): boolean {
    return ([0, 1] as const).some((slot) => this.runner(slot)?.isCatchingUp);
  }

  private commit(next: LinkState, continuing: boolean, asked = false, replace = false): void {
    const frozen = Object.freeze(next);
    // All changes of one gesture are one entry of the history.
    this.history.push(frozen, replace || this.gesture);
    const isSameEntry = replace || this.gesture;
    this.gesture = continuing;
    this.compute(asked);
    this.writeAddress(isSameEntry);
    this.wake();
  }

  private afterJump(): void {
    this.jump();
    this.writeAddress(false);
  }

  /** Another state of the history is the present one; its step counts, not the one on display. */
  private jump(): void {
    this.gesture = false;
    this.compute(false);
    const { at } = this.view;
    if (at !== null) this.playback.follow(at);
    this.wake();
  }

  private read(link: string): ParsedLink {
    const { state, warnings } = parseLink(link);
    const { part } = this.options;
    return {
      state: part === undefined ? state : { ...state, view: { ...state.view, part } },
      warnings,
    };
  }

  private readAddress(): void {
    const { state, warnings } = this.read(this.options.address.read());
    this.noticeList.ofLink(warnings);
    this.wake();
    if (formatLink(state) === formatLink(this.state)) return;
    this.history.push(state);
    this.jump();
  }

  private writeAddress(replace: boolean): void {
    this.options.address.write(formatLink(this.state), replace);
  }

  /** The link names the step on display only when that is not where a run ends. */
  private noteCursor(): void {
    const { playing, cursor } = this.playback;
    const at = playing || cursor >= this.span.end ? null : cursor;
    if (at === this.view.at) return;
    this.history.push({ ...this.state, view: { ...this.view, at } }, true);
    this.writeAddress(true);
  }

  /** Starts the runs whose configuration is not the one in their slot. */
  private compute(asked: boolean): void {
    if (!showsRuns(this.view.part)) return;
    const second = versusConfig(this.state);
    if (second && !this.runners[1]) this.runners[1] = this.makeRunner(1, second);
    let changed = false;
    for (const slot of [0, 1] as const) {
      const runner = this.runner(slot);
      if (!runner) continue;
      const config = this.configOf(slot);
      if (!runner.isIdle && sameConfig(runner.config, config)) continue;
      if (!changed && !runner.isIdle) this.keepPlace(runner);
      changed = true;
      runner.load(config, asked, this.gesture);
    }
  }

  /** Where the cursor should stand in the new run: at its end if it was there, else at this step. */
  private keepPlace(runner: Runner): void {
    const { playback } = this;
    if (playback.playing) playback.restart();
    else if (playback.cursor >= lastStep(runner.shown)) playback.follow(Infinity);
    else playback.follow(playback.cursor);
  }

  /** An engine apart from the runs; `dispose()` ends its worker at once, whatever it is doing. */
  makeClient(): EngineClient {
    return this.options.client(0, {
      notice: (message) => this.notify(message),
      ready: (version) => (this.engineVersion = version),
    });
  }

  private makeRunner(slot: Slot, config: Config): Runner {
    const client = this.options.client(slot, {
      notice: (message) => this.notify(message),
      ready: (version) => (this.engineVersion = version),
    });
    return new Runner(config, client, this.machine, () => this.wake());
  }
}
