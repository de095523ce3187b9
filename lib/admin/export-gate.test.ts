import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createExportGate, type Export, type Portion } from './export-gate';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function* numbers(): AsyncGenerator<Portion<number>> {
  yield { rows: [1] };
  yield { rows: [2] };
}
const prepare = async () => numbers();
const REFUSED = { status: 429, headers: { 'Retry-After': '10' } };

async function read({ portions }: Export<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const { rows } of portions) all.push(...rows);
  return all;
}

test('one export a tenant and two a process, and the next when one has ended', async () => {
  const gate = createExportGate();
  const first = await gate.begin('a', prepare);
  await expect(gate.begin('a', prepare)).rejects.toMatchObject(REFUSED);
  const second = await gate.begin('b', prepare);
  await expect(gate.begin('c', prepare)).rejects.toMatchObject(REFUSED);
  expect(await read(first)).toEqual([1, 2]);
  expect(await read(await gate.begin('a', prepare))).toEqual([1, 2]);
  // Whoever goes away in the middle makes room as well.
  await second.portions.next();
  await second.portions.return(undefined);
  expect(await read(await gate.begin('b', prepare))).toEqual([1, 2]);
});

test('one that is refused before its first row leaves no trace', async () => {
  const gate = createExportGate();
  await expect(gate.begin('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  expect(await read(await gate.begin('a', prepare))).toEqual([1, 2]);
});

test('one that takes too long is broken off, and takes nothing from the one after it', async () => {
  const gate = createExportGate();
  const slow = await gate.begin('a', prepare);
  await slow.portions.next();
  vi.advanceTimersByTime(119_000);
  expect(slow.signal.aborted).toBe(false);
  await expect(gate.begin('a', prepare)).rejects.toMatchObject(REFUSED);
  vi.advanceTimersByTime(1_000);
  expect(slow.signal.aborted).toBe(true);
  const next = await gate.begin('a', prepare);
  await expect(slow.portions.next()).rejects.toThrow('longer than 120 seconds');
  await expect(gate.begin('a', prepare)).rejects.toMatchObject(REFUSED);
  expect(await read(next)).toEqual([1, 2]);
});
