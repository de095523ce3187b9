import { expect, test } from 'vitest';
import { aliveFrom, aliveUntil, all, BOUND_MS, switched } from './truth';

const at = (sent: number, received = sent + 1) => ({ sent, received });
const GOOD = { good: true, refused: false };
const REFUSED = { good: false, refused: true };
const EITHER = { good: true, refused: true };

test('what ends may go either way from the wish to end it until the bound is over', () => {
  const ends = [{ asked: 100, acknowledged: 150 }];
  expect(aliveUntil(ends, at(10))).toEqual(GOOD);
  expect(aliveUntil(ends, at(90, 101))).toEqual(EITHER);
  expect(aliveUntil(ends, at(150 + BOUND_MS))).toEqual(EITHER);
  expect(aliveUntil(ends, at(151 + BOUND_MS))).toEqual(REFUSED);
  // Nobody has said yes yet.
  expect(aliveUntil([{ asked: 100, acknowledged: Number.POSITIVE_INFINITY }], at(1e6))).toEqual(EITHER);
  expect(aliveUntil([], at(5))).toEqual(GOOD);
});

test('what is made may be unknown until the bound is over', () => {
  const made = { asked: 100, acknowledged: 150 };
  expect(aliveFrom(made, at(50))).toEqual(REFUSED);
  expect(aliveFrom(made, at(160))).toEqual(EITHER);
  expect(aliveFrom(made, at(151 + BOUND_MS))).toEqual(GOOD);
});

test('what is switched off and on again is refused in between, and nowhere else', () => {
  const off = [{ asked: 1_000, acknowledged: 1_010 }];
  const on = [{ asked: 9_000, acknowledged: 9_010 }];
  expect(switched(off, on, at(500))).toEqual(GOOD);
  expect(switched(off, on, at(1_005))).toEqual(EITHER);
  expect(switched(off, on, at(5_000))).toEqual(REFUSED);
  expect(switched(off, on, at(9_005))).toEqual(EITHER);
  expect(switched(off, on, at(9_011 + BOUND_MS))).toEqual(GOOD);
  expect(switched(off, [], at(5_000))).toEqual(REFUSED);
  // Off and on within the bound: whoever has not heard of the first may not have heard of either.
  expect(switched(off, [{ asked: 1_020, acknowledged: 1_030 }], at(1_100))).toEqual(EITHER);
});

test('good only if all is', () => {
  expect(all(GOOD, REFUSED)).toEqual(REFUSED);
  expect(all(GOOD, EITHER)).toEqual(EITHER);
  expect(all(GOOD, GOOD)).toEqual(GOOD);
});
