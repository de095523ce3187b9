import { describe, expect, test } from 'vitest';
import { createApiFetch } from './api-fetch.js';
import { movedClock } from './moved-clock.fixture.js';

const API = 'https://api.test/claims?open=1';

/** An API that answers one after the other, and a client with as many tokens as are asked for. */
function scene(answers: ((token: string) => Response)[], options: { origins?: string[] } = {}) {
  const clock = movedClock();
  const sent: { token: string; body: unknown; method: string }[] = [];
  const invalidated: string[] = [];
  let current = 1;
  const fetch = createApiFetch(
    {
      getToken: async () => ({ access_token: `t${current}`, token_type: 'Bearer', scope: '', expires_at: 0 }),
      invalidate(token) {
        invalidated.push(token);
        if (token !== `t${current}`) return false;
        current++;
        return true;
      },
    },
    undefined,
    {
      ...options,
      clock,
      maxWaitMs: 5_000,
      async fetch(_, init) {
        const token = new Headers(init.headers).get('authorization') ?? '';
        sent.push({ token, body: init.body ?? null, method: init.method ?? 'GET' });
        return answers[Math.min(sent.length, answers.length) - 1]?.(token) ?? new Response('ok');
      },
    },
  );
  return { fetch, sent, invalidated, clock };
}

const no = () => new Response(null, { status: 401 });
const ok = () => new Response('ok');
const wait = (status: number, seconds: string) => () =>
  new Response(null, { status, headers: { 'Retry-After': seconds } });

describe('a 401', () => {
  test('is answered with another token, once', async () => {
    const { fetch, sent, invalidated } = scene([no, ok]);
    expect((await fetch(API, { method: 'POST', body: '{}' })).status).toBe(200);
    expect(sent.map(({ token }) => token)).toEqual(['Bearer t1', 'Bearer t2']);
    expect(sent.map(({ body }) => body)).toEqual(['{}', '{}']);
    expect(invalidated).toEqual(['t1']);
  });

  test('that stays one is handed to the caller after the second try', async () => {
    const { fetch, sent } = scene([no]);
    expect((await fetch(API)).status).toBe(401);
    expect(sent).toHaveLength(2);
  });

  test('a stream is not sent twice; the next call has another token', async () => {
    const { fetch, sent, invalidated } = scene([no, ok]);
    const body = new ReadableStream({ start: (controller) => controller.close() });
    expect((await fetch(API, { method: 'POST', body })).status).toBe(401);
    expect(sent).toHaveLength(1);
    expect(invalidated).toEqual(['t1']);
  });

  test('a Request is sent again whole', async () => {
    const { fetch, sent } = scene([no, ok]);
    const request = new Request(API, { method: 'PUT', body: 'claim' });
    await fetch(request);
    expect(sent.map(({ body }) => new TextDecoder().decode(body as ArrayBuffer))).toEqual(['claim', 'claim']);
    expect(sent.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
  });
});

describe('Retry-After', () => {
  test.each([
    ['GET', 429, '3', 2],
    ['POST', 429, '3', 2],
    ['GET', 503, '3', 2],
    // It may have been done before it failed.
    ['POST', 503, '3', 1],
    ['GET', 429, '6', 1],
    ['GET', 500, '3', 1],
  ])('%s, %i, %s s: sent %i times', async (method, status, seconds, times) => {
    const { fetch, sent, clock } = scene([wait(status, seconds), ok]);
    await fetch(API, { method });
    expect(sent).toHaveLength(times);
    expect(clock.slept).toEqual(times === 2 ? [3_000] : []);
  });

  test('is waited for once', async () => {
    const { fetch, sent } = scene([wait(429, '1')]);
    expect((await fetch(API)).status).toBe(429);
    expect(sent).toHaveLength(2);
  });
});

test('a token goes nowhere but where it may', async () => {
  const { fetch, sent } = scene([ok], { origins: ['https://api.test/'] });
  await expect(fetch('http://api.test/')).rejects.toThrow('not https');
  await expect(fetch('https://evil.test/')).rejects.toThrow('not sent to https://evil.test');
  await expect(fetch('https://user:pass@api.test/')).rejects.toThrow('no user name');
  expect(sent).toEqual([]);
  expect((await fetch(API)).status).toBe(200);
});
