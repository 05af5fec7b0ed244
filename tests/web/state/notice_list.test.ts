import { expect, it } from 'vitest';
import { few, NoticeList } from '../../../web/src/state/notice_list';

it('has the newest four sentences, each once', () => {
  const list = new NoticeList();
  for (const sentence of ['a', 'b', 'b', 'c', 'd', 'e']) list.add(sentence);
  expect(list.shown).toEqual(['b', 'c', 'd', 'e']);
  list.dismiss('c');
  list.dismiss('x');
  expect(list.shown).toEqual(['b', 'd', 'e']);
});

it('says of a change what is true of the last one, and keeps what had another reason', () => {
  const list = new NoticeList();
  list.add('the engine stopped');
  list.ofChange(['n is 3', 'd is 4']);
  list.ofChange(['n is 5']);
  expect(list.shown).toEqual(['the engine stopped', 'n is 5']);
  // Nobody has to draw again what is the same.
  list.ofChange([]);
  const { shown } = list;
  list.ofChange([]);
  expect(list.shown).toBe(shown);
  expect(shown).toEqual(['the engine stopped']);
});

it('counts what does not fit', () => {
  expect(few(['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd']);
  expect(few(['a', 'b', 'c', 'd', 'e'])).toEqual([
    'a',
    'b',
    'c',
    'And 2 more parts of the link were not taken as they are.',
  ]);
});
