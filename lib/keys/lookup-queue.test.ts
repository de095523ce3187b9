import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AskName, createLookupQueue } from './lookup-queue';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const ask: AskName = (hostname, _options, callback) => {
    asked.push(hostname);
    answers.push(() => callback(null, [{ address: '192.0.2.1', family: 4 }]));
  };
  const queue = createLookupQueue(ask);
  const look = (name: string) =>
    new Promise<string>((resolve) =>
      queue(name, { all: true }, (fault, [found]) => resolve(fault?.code ?? found?.address ?? 'none')),
    );
  return { asked, answers, look };
}

it('holds one thread for a name that hangs, and gives up on those behind it after three seconds', async () => {
  const { asked, answers, look } = setup();
  void look('hangs.example');
  const behind = Promise.all([look('a.example'), look('b.example')]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await behind).toEqual(['ETIMEDOUT', 'ETIMEDOUT']);
  expect(asked).toEqual(['hangs.example']);
  // Those who gave up are not looked up afterwards.
  answers[0]?.();
  const later = look('c.example');
  expect(asked).toEqual(['hangs.example', 'c.example']);
  answers[1]?.();
  expect(await later).toBe('192.0.2.1');
});

it('takes them in turn, and a hundred may wait', async () => {
  const { asked, answers, look } = setup();
  const looked = Array.from({ length: 101 }, (_, place) => look(`${place}.example`));
  expect(await look('one-too-many.example')).toBe('OVERLOADED');
  for (let place = 0; place < 101; place++) {
    expect(asked).toHaveLength(place + 1);
    answers[place]?.();
  }
  expect(new Set(await Promise.all(looked))).toEqual(new Set(['192.0.2.1']));
  expect(asked[100]).toBe('100.example');
});
