// Undo and redo over immutable states.

export class History<State> {
  private past: State[] = [];
  private future: State[] = [];

  constructor(
    private present: State,
    private readonly limit = 200,
  ) {}

  get current(): State {
    return this.present;
  }
  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Makes `state` the present. With `replace`, the present belonged to the same gesture. */
  push(state: State, replace = false): void {
    if (!replace) {
      this.past.push(this.present);
      if (this.past.length > this.limit) this.past.shift();
      this.future = [];
    }
    this.present = state;
  }

  undo(): State | null {
    const state = this.past.pop();
    if (state === undefined) return null;
    this.future.push(this.present);
    this.present = state;
    return state;
  }

  redo(): State | null {
    const state = this.future.pop();
    if (state === undefined) return null;
    this.past.push(this.present);
    this.present = state;
    return state;
  }
}
