import { expect } from 'vitest';
import type { Answer } from './call';
import { expectRefusal } from './wire';

/** That many calls, a few at a time, in the order of their answers. */
export async function repeat(
  times: number,
  ask: (index: number) => Promise<Answer>,
  atOnce = 10,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let done = 0; done < times; done += atOnce)
    answers.push(
      ...(await Promise.all(Array.from({ length: Math.min(atOnce, times - done) }, (_, i) => ask(done + i)))),
    );
  return answers;
}

export const count = (answers: Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

export function expectLimited(answer: Answer, limit: number): void {
  expectRefusal(answer, 429, 'rate_limited');
  expect(answer.headers['retry-after']).toMatch(/^[1-9]\d?$/);
  expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect(answer.headers).toMatchObject({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': answer.headers['retry-after'],
  });
}
