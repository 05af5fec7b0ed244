import { describe, expect, it } from 'vitest';
import { OnDemand } from '../../../../web/src/views/common/on_demand';

function made() {
  const drawn: string[] = [];
  let said = 'never';
  let woken = 0;
  const onDemand = new OnDemand<string>({
    draw: (result) => drawn.push(result),
    say: (text) => (said = text),
    wake: () => (woken += 1),
  });
  return { onDemand, drawn, said: () => said, woken: () => woken };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('what is computed when it is looked at', () => {
  it('is computed once, drawn when it is there, and kept', async () => {
    const { onDemand, drawn, said, woken } = made();
    let computed = 0;
    const want = (key: string): void =>
      onDemand.want(key, () => Promise.resolve(`${key} ${(computed += 1)}`));
    want('a');
    expect(said()).toBe('Computing …');
    await settled();
    expect(woken()).toBe(1);
    want('a');
    want('a');
    want('b');
    await settled();
    want('b');
    want('a');
    expect(drawn).toEqual(['a 1', 'b 2', 'a 1']);
    expect(said()).toBe('');
  });

  it('does one computation at a time', async () => {
    const { onDemand, drawn } = made();
    const asked: string[] = [];
    const want = (key: string): void =>
      onDemand.want(key, () => {
        asked.push(key);
        return Promise.resolve(key);
      });
    want('a');
    want('b');
    expect(asked).toEqual(['a']);
    await settled();
    want('b');
    await settled();
    want('b');
    expect(drawn).toEqual(['b']);
  });

  it('goes on saying why there is nothing', async () => {
    const { onDemand, said, drawn } = made();
    const want = (): void => onDemand.want('a', () => Promise.reject(new Error('no memory')));
    want();
    await settled();
    expect(said()).toBe('no memory');
    want();
    expect(said()).toBe('no memory');
    expect(drawn).toEqual([]);
  });
});
