// A timer of any length. The platform's own fire at once when they are given more than 2^31 - 1 ms.

const LONGEST_MS = 2 ** 31 - 1;

/** Calls back after so many milliseconds; the returned function ends the timer. */
export function startTimer(ms: number, callback: () => void): () => void {
  let left = ms;
  const wait = (): ReturnType<typeof setTimeout> => {
    const part = Math.min(left, LONGEST_MS);
    left -= part;
    return setTimeout(() => {
      if (left > 0) timer = wait();
      else callback();
    }, part);
  };
  let timer = wait();
  return () => clearTimeout(timer);
}
