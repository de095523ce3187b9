import { expect, test } from 'vitest';
import { createIntrospect } from './introspect.js';
import { movedClock } from './moved-clock.fixture.js';
import { createTokenClient, type TokenClient } from './token-client.js';

function scene(options: { maxAgeMs?: number; maxEntries?: number } = {}) {
  const clock = movedClock();
  const seen = { asked: [] as string[], respond: (_: string): Response => Response.json({ active: false }) };
  const tokens = {
    issuer: 'https://auth.test',
    fetch: async (_: unknown, init?: RequestInit) => {
      const token = new URLSearchParams(String(init?.body)).get('token') ?? '';
      seen.asked.push(token);
      return seen.respond(token);
    },
  } as TokenClient;
  return { clock, seen, introspect: createIntrospect({ tokens, now: clock.now, ...options }) };
}

test('asks once for many callers, and again when the answer is five seconds old', async () => {
  const { clock, seen, introspect } = scene();
  seen.respond = () => Response.json({ active: true, exp: clock.now() / 1000 + 60 });
  await Promise.all(Array.from({ length: 100 }, () => introspect('one')));
  clock.move(4_999);
  expect(await introspect('one')).toMatchObject({ active: true });
  expect(seen.asked).toEqual(['one']);
  clock.move(1);
  await introspect('one');
  expect(seen.asked).toHaveLength(2);
});

test('never says active beyond the end of the token', async () => {
  const { clock, seen, introspect } = scene({ maxAgeMs: 600_000 });
  seen.respond = () => Response.json({ active: true, exp: clock.now() / 1000 + 3 });
  expect(await introspect('short')).toMatchObject({ active: true });
  clock.move(3_000);
  seen.respond = () => Response.json({ active: false });
  expect(await introspect('short')).toEqual({ active: false });
});

test('keeps so many answers and no more, the newest, and none where that is asked', async () => {
  const { seen, introspect } = scene({ maxEntries: 2 });
  for (const token of ['a', 'b', 'c', 'c', 'b', 'a']) await introspect(token);
  expect(seen.asked).toEqual(['a', 'b', 'c', 'a']);
  const never = scene({ maxAgeMs: 0 });
  await never.introspect('a');
  await never.introspect('a');
  expect(never.seen.asked).toEqual(['a', 'a']);
});

test('a refusal, an outage and nonsense are errors, never a verdict, and are not kept', async () => {
  const { seen, introspect } = scene();
  const answers = [
    () => Response.json({ error: 'rate_limited', error_description: 'No.' }, { status: 429 }),
    () => new Response('<html>', { status: 200 }),
    () => Response.json({ active: 'yes' }),
    () => {
      throw new TypeError('fetch failed');
    },
  ];
  const errors = ['rate_limited', ...Array(3).fill('temporarily_unavailable')];
  for (const [n, respond] of answers.entries()) {
    seen.respond = respond;
    await expect(introspect('a')).rejects.toMatchObject({ error: errors[n] });
  }
  expect(seen.asked).toHaveLength(4);
});

const OPTIONS = { issuer: 'https://auth.test/', client_id: 'client_x', client_secret: 'gcs_local_x' };

test('a client that sends its tokens to some servers only may ask the service all the same', async () => {
  const fetch = async (url: string) =>
    Response.json(
      url.endsWith('/token')
        ? { access_token: 'own', token_type: 'Bearer', expires_in: 3600, scope: '' }
        : { active: false },
    );
  const tokens = createTokenClient({ ...OPTIONS, origins: ['https://api.test'], fetch });
  expect(await createIntrospect({ tokens })('one')).toEqual({ active: false });
  await expect(tokens.fetch('https://evil.test/')).rejects.toThrow('not sent to https://evil.test');
});

test('a client whose tokens are for another API is refused at once', () => {
  const withResource = (resource: string) => () =>
    createIntrospect({ tokens: createTokenClient({ ...OPTIONS, resource }) });
  expect(withResource('https://api.test')).toThrow('without resource');
  expect(withResource('gooclaim-api')).not.toThrow();
});
