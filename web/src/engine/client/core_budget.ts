// The cores that helpers may take. All pages of one origin share them, the figures of a course page
// in their frames too: a lock of the browser stands for each core, and a frame that goes gives its
// locks back.

/** Workers that share a run at most, on any machine, the one that leads it included. */
const MAX_WORKERS = 4;

/** Gives a core back. */
export type Release = () => void;

type TryLock = (name: string) => Promise<Release | null>;

export class CoreBudget {
  /** Helpers at most. */
  readonly total: number;

  /**
   * @param cores  of this machine
   * @param tryLock  takes a lock by its name if nobody has it; null where somebody does
   */
  constructor(
    cores = navigator.hardwareConcurrency,
    private readonly tryLock: TryLock = browserLocks() ?? ownLocks(),
  ) {
    this.total = Math.max(0, Math.min(MAX_WORKERS, cores || 1) - 1);
  }

  /** Up to `count` cores, one release for each. */
  async take(count: number): Promise<Release[]> {
    const taken: Release[] = [];
    for (let core = 1; core <= this.total && taken.length < count; core += 1) {
      const release = await this.tryLock(`tailcraft helper ${core}`);
      if (release) taken.push(release);
    }
    return taken;
  }
}

/** The locks that all pages of this origin share; undefined where the browser has none or denies them. */
function browserLocks(): TryLock | undefined {
  // Absent on insecure addresses.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return undefined;
  const own = ownLocks();
  return (name) =>
    new Promise((resolve) => {
      locks
        .request(name, { ifAvailable: true }, (lock) => {
          if (!lock) {
            resolve(null);
            return undefined;
          }
          return new Promise<void>((release) => resolve(() => release()));
        })
        // A frame without an origin is denied: it counts for itself.
        .catch(() => void own(name).then(resolve));
    });
}

/** Locks of this page alone. */
export function ownLocks(): TryLock {
  const held = new Set<string>();
  return (name) => {
    if (held.has(name)) return Promise.resolve(null);
    held.add(name);
    return Promise.resolve(() => void held.delete(name));
  };
}
