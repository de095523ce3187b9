import { describe, expect, test } from 'vitest';
import { useLab } from '../harness/lab';
import { count, expectLimited, repeat } from '../harness/limits';
import { onboard } from '../harness/onboard';
import { firstSignIn } from '../harness/portal';
import { doors, newClient, SERVER } from '../harness/shared';
import {
  bearer,
  type Credentials,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

/** A token request that says of itself where it comes from. */
const requestTokenFrom = (origin: string, client: Credentials, headers: Record<string, string>) =>
  token(origin, {
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ grant_type: 'client_credentials', ...client }),
  });

describe.each(doors)('limits, $name', ({ origin }) => {
  test('the 60th token in a minute passes and the 61st is 429', async () => {
    const client = await newClient();
    const began = Date.now();
    for (let call = 1; call <= 60; call++) {
      const answer = await requestToken(origin, client);
      expect({ call, status: answer.status }).toEqual({ call, status: 200 });
      expect(answer.headers).toMatchObject({
        'ratelimit-limit': '60',
        'ratelimit-remaining': String(60 - call),
      });
    }
    const refused = await requestToken(origin, client);
    expectLimited(refused, 60);
    // Whatever second of the clock's minute it is, the wait is for the first call to be a minute old. A window fixed to
    // the clock would say less, and let twice the limit through around its edge.
    const passed = Math.ceil((Date.now() - began) / 1000);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(59 - passed);
    // Hammering neither opens the door nor keeps it shut for longer.
    expectLimited(await requestToken(origin, client), 60);
  });

  test('the 600th introspection passes and the 601st is 429', async () => {
    const own = await getToken(origin, await newClient());
    const answers = await repeat(600, () => inspect(origin, own, own));
    expect(count(answers, 200)).toBe(600);
    expect(
      answers.map(({ headers }) => Number(headers['ratelimit-remaining'])).sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 600 }, (_, left) => left));
    expectLimited(await inspect(origin, own, own), 600);
  });

  test('calls that arrive at the same instant are counted one by one', async () => {
    const client = await newClient();
    const answers = await Promise.all(Array.from({ length: 80 }, () => requestToken(origin, client)));
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 20]);
  });

  test("one client's limit is not another's", async () => {
    const [one, other] = [await newClient(), await newClient()];
    await repeat(61, () => requestToken(origin, one));
    expectLimited(await requestToken(origin, one), 60);
    await getToken(origin, other);
  });

  test("a client's tokens and its introspections are counted apart", async () => {
    const client = await newClient();
    const own = await getToken(origin, client);
    await repeat(60, () => requestToken(origin, client));
    expectLimited(await requestToken(origin, client), 60);
    expect((await inspect(origin, own, own)).json.active).toBe(true);
  });

  test('introspections are counted per caller, whether it comes with its token or with its secret', async () => {
    const client = await newClient();
    const own = await getToken(origin, client);
    const first = await inspect(origin, own, own);
    const second = await introspect(origin, {
      headers: JSON_TYPE,
      body: JSON.stringify({ token: own, ...client }),
    });
    const third = await inspect(origin, await getToken(origin, client), own);
    expect([first, second, third].map(({ headers }) => headers['ratelimit-remaining'])).toEqual([
      '599',
      '598',
      '597',
    ]);
  });

  test('an address that the caller writes down itself does not evade a limit', async () => {
    const client = await newClient();
    const ask = (i: number) => {
      const address = `198.51.100.${i}`;
      return requestTokenFrom(origin, client, {
        'X-Forwarded-For': address,
        'X-Real-IP': address,
        Forwarded: `for=${address}`,
        'CF-Connecting-IP': address,
      });
    };
    const answers = await repeat(61, ask);
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 1]);
  });
});

test('all doors share one count', async () => {
  const client = await newClient();
  const origins = doors.map(({ origin }) => origin);
  const answers = await repeat(80, (i) => requestToken(origins[i % origins.length] ?? SERVER, client), 20);
  expect([count(answers, 200), count(answers, 429)]).toEqual([60, 20]);
});

describe('with the standard limits on failures', () => {
  const lab = useLab();

  test('two server processes share every count, and a flood does not shut the owner out', async () => {
    const dataDir = lab.dataDir();
    const one = await lab.start(dataDir);
    const two = await lab.start(dataDir);
    const origins = [one.origin, two.origin];
    const at = (i: number) => origins[i % 2] ?? one.origin;
    const onboarded = await onboard(dataDir, 'Limits', 'limits@limits.test');
    const portal = await firstSignIn(one.origin, onboarded);

    // Two processes, one count.
    const shared = await portal.createClient();
    const answers = await repeat(100, (i) => requestToken(at(i), shared), 20);
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 40]);
    for (const origin of origins) expectLimited(await requestToken(origin, shared), 60);

    // Someone who knows only the id, from as many addresses as they care to write down.
    const victim = await portal.createClient();
    const flood = await repeat(200, (i) =>
      requestTokenFrom(
        at(i),
        { ...victim, client_secret: `wrong ${i}` },
        { 'X-Forwarded-For': `203.0.113.${i}` },
      ),
    );
    expect([count(flood, 401), count(flood, 429)]).toEqual([60, 140]);
    expectLimited(await requestToken(one.origin, { ...victim, client_secret: 'wrong' }), 60);

    // The owner, from the very same address, still has all of their own.
    const owned = await repeat(60, (i) => requestToken(at(i), victim));
    expect(count(owned, 200)).toBe(60);
    expectLimited(await requestToken(one.origin, victim), 60);

    // What an unknown id is told must not differ from a known one, the limit included.
    const unknown = { client_id: 'client_0000000000000000000000', client_secret: 'x' };
    const unknowns = await repeat(70, (i) => requestToken(at(i), unknown));
    expect([count(unknowns, 401), count(unknowns, 429)]).toEqual([60, 10]);

    // Bad bearers in floods do not shut good ones out either.
    const caller = await getToken(one.origin, onboarded);
    const bad = await repeat(620, (i) =>
      introspect(at(i), { headers: { ...bearer('a.b.c'), ...JSON_TYPE }, body: '{"token":"x"}' }),
    );
    expect([count(bad, 401), count(bad, 429)]).toEqual([600, 20]);
    expect((await inspect(two.origin, caller, caller)).json.active).toBe(true);
  });
});
