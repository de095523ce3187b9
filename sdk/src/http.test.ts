import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError, UnavailableError } from './errors.js';
import { ask, refusalOf } from './http.js';
import { readRetryAfter } from './retry-after.js';

const answer = (status: number, body: Record<string, unknown> | undefined, headers = {}) => ({
  status,
  headers: new Headers(headers),
  body,
});

describe('a refusal', () => {
  test('becomes an error with what RFC 6749 says, the request_id and the wait', () => {
    const body = { error: 'rate_limited', error_description: 'Slow down.', request_id: 'req_1' };
    const refusal = refusalOf(answer(429, body, { 'Retry-After': '7' }), [], 0);
    expect(refusal).toBeInstanceOf(OAuthError);
    expect(refusal).toMatchObject({ ...body, status: 429, retryAfterMs: 7_000, name: 'OAuthError' });
    expect(refusal.message).toBe('rate_limited: Slow down.');
  });

  test('of something else than the service is none of its refusals', () => {
    for (const body of [undefined, {}, { error: { code: 1 } }, { error: 'line\nbreak' }])
      expect(refusalOf(answer(502, body), [], 0)).toBeInstanceOf(UnavailableError);
  });

  test('never repeats what was sent, whatever a gateway echoes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme-ascii' }), fc.string(), (secret, around) => {
        const echo = `${around}${secret}${around}`;
        const refusal = refusalOf(
          answer(400, { error: 'invalid_request', error_description: echo, request_id: echo }, {}),
          [secret],
          0,
        );
        expect(`${refusal.message} ${JSON.stringify(refusal)}`).not.toContain(secret);
      }),
    );
  });
});

describe('a call', () => {
  const fetching = (respond: () => Response | Promise<Response>) =>
    ask('https://auth.test/x', {}, { fetch: async () => respond(), timeoutMs: 50 });

  test('without an answer is unavailable, and says of whom', async () => {
    const failing = fetching(() => Promise.reject(new TypeError('fetch failed')));
    await expect(failing).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      cause: { message: 'fetch failed' },
    });
    await expect(failing).rejects.toThrow('https://auth.test did not answer.');
  });

  test('does not fill the memory with an endless answer', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    await expect(fetching(() => new Response(endless))).rejects.toBeInstanceOf(UnavailableError);
    expect(sent).toBeLessThan(1_000_000);
  });

  test('whose answer is no JSON object has no body', async () => {
    for (const text of ['', '[1]', '"a"', 'null', '{'])
      expect((await fetching(() => new Response(text))).body).toBeUndefined();
  });
});

test('Retry-After is seconds or a date, and nothing else', () => {
  const now = Date.UTC(2026, 0, 1);
  const read = (value: string) => readRetryAfter(new Headers({ 'Retry-After': value }), now);
  expect(read('0')).toBe(0);
  expect(read(' 12 ')).toBe(12_000);
  expect(read(new Date(now + 5_000).toUTCString())).toBe(5_000);
  expect(read(new Date(now - 5_000).toUTCString())).toBe(0);
  for (const odd of ['', 'soon', '1e9999', '99999999999999']) expect(read(odd)).toBeUndefined();
  expect(readRetryAfter(new Headers(), now)).toBeUndefined();
});
