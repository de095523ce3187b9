import { beforeAll, describe, expect, inject, test } from 'vitest';
import { eventually } from '../harness/eventually';
import { repeat } from '../harness/limits';
import { onboard } from '../harness/onboard';
import { newAddress } from '../harness/people';
import { firstSignIn, type Portal } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import { type Credentials, getToken, inspect, requestToken } from '../harness/wire';

const WRONG = 'gcs_local_0000000000000000000000000000000000000000000';

/** A tenant of this file alone: its sums are nobody else's. */
let portal: Portal;
let steady: Credentials;
let limited: Credentials;

const usage = async (query: string, at = portal) => (await at.get(`/usage?${query}`)).json.usage;
const attention = async (query = '') => (await portal.get(`/attention${query}`)).json;

/** Asks until the counts are written: a flush is at most a few seconds away. */
const usageWhen = (query: string, is: (totals: Record<string, number>) => boolean) =>
  eventually(`the counts of ${query} are written`, async () => {
    const view = await usage(query);
    return is(view.totals) && view;
  });

beforeAll(async () => {
  const tenant = await onboard(inject('dataDir'), 'Usage TPA', newAddress('usage'));
  portal = await firstSignIn(SERVER, tenant);
  steady = await portal.createClient('Steady backend');
  limited = await portal.createClient('Busy backend');
});

describe('usage', () => {
  test('a tenant that was never used has buckets of zeros', async () => {
    const view = await usage('range=30d');
    expect(view.buckets).toHaveLength(120);
    expect(view.totals).toEqual({ tokens: 0, introspections: 0, failures: 0, limited: 0 });
    expect(await attention()).toMatchObject({ items: [], clients: 3, used: false, last_failure: null });
  });

  test('calls at every door are counted by what became of them, and the buckets add up exactly', async () => {
    for (const { origin } of doors) {
      const own = await getToken(origin, steady, { scope: 'audit:read' });
      await getToken(origin, steady);
      await inspect(origin, own, own);
      await inspect(origin, own, 'a.b.c');
      expect((await requestToken(origin, steady, { scope: 'claims:write' })).status).toBe(400);
      expect((await requestToken(origin, { ...steady, client_secret: WRONG })).status).toBe(401);
    }
    const twice = 2 * doors.length;
    const expected = { tokens: twice, introspections: twice, failures: twice, limited: 0 };
    const all = Object.values(expected).reduce((sum, count) => sum + count);
    const view = await usageWhen(
      `range=1h&client=${steady.client_id}`,
      (totals) => Object.values(totals).reduce((sum, count) => sum + count) >= all,
    );
    expect(view.totals).toEqual(expected);
    expect(view.buckets).toHaveLength(60);
    for (const [name, count] of Object.entries(expected))
      expect(view.buckets.reduce((sum: number, bucket: never) => sum + bucket[name], 0)).toBe(count);
    expect(view.reasons).toEqual(
      expect.arrayContaining([
        { reason: 'invalid_client', count: doors.length },
        { reason: 'invalid_scope', count: doors.length },
      ]),
    );
    // Wrong credentials are nobody's: the secret itself has only its own.
    const [secret] = (await portal.get(`/clients/${steady.client_id}`)).json.client.secrets;
    expect(view.credentials).toEqual([{ credential_id: secret.id, ...expected, failures: doors.length }]);
    // The day and the month hold the same, and the tenant's own rows too.
    for (const query of [`range=24h&client=${steady.client_id}`, 'range=30d', 'range=1h'])
      expect((await usage(query)).totals, query).toEqual(expected);
    expect((await attention()).used).toBe(true);
  });

  test('a failing client is listed with the true cause, and its newest failure with its request', async () => {
    const wrong = await requestToken(SERVER, { ...steady, client_secret: WRONG });
    const query = `?client=${steady.client_id}`;
    const failures = 2 * doors.length + 1;
    const found = await eventually('the failures are written', async () => {
      const view = await attention(query);
      return view.items[0]?.failures >= failures && view;
    });
    expect(found.items).toEqual([
      {
        kind: 'client_failing',
        client: { client_id: steady.client_id, name: 'Steady backend' },
        failures,
        failures_last_hour: failures,
        reason: 'invalid_client',
        last: found.last_failure,
      },
    ]);
    expect(found.last_failure).toMatchObject({
      action: 'token.refused',
      detail: { reason: 'wrong_secret' },
      request_id: wrong.headers['x-request-id'],
      address: expect.stringMatching(/127\.0\.0\.1|::1/),
    });
  });

  test('calls over a limit are counted apart from failures', async () => {
    await repeat(63, () => requestToken(SERVER, limited));
    const view = await usageWhen(`range=1h&client=${limited.client_id}`, ({ limited = 0 }) => limited >= 3);
    expect(view.totals).toEqual({ tokens: 60, introspections: 0, failures: 0, limited: 3 });
    const { items } = await attention(`?client=${limited.client_id}`);
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'client_limited', refusals: 3, refusals_last_hour: 3 }),
    );
  });

  test('an id that nobody has is counted nowhere', async () => {
    const before = (await usage('range=1h')).totals.failures;
    await repeat(5, () =>
      requestToken(SERVER, { client_id: 'client_0000000000000000000000', client_secret: WRONG }),
    );
    // What was asked last is written last: all there will be is there.
    expect((await requestToken(SERVER, { ...steady, client_secret: WRONG })).status).toBe(401);
    const view = await usageWhen('range=1h', ({ failures = 0 }) => failures > before);
    expect(view.totals.failures).toBe(before + 1);
  });

  test('another tenant sees nothing of it: 404 as for an id that was never given', async () => {
    const other = await demoPortal();
    const foreign = await newClient();
    for (const path of ['/usage?range=1h&client=', '/attention?client='])
      for (const id of [steady.client_id, 'client_0000000000000000000000', '', "'; --"]) {
        const answer = await other.get(`${path}${encodeURIComponent(id)}`);
        expect(answer.status, path + id).toBe(404);
        expect(answer.text).not.toContain('Steady');
      }
    expect((await portal.get(`/usage?range=1h&client=${foreign.client_id}`)).status).toBe(404);
    expect((await other.get('/attention')).text).not.toContain(steady.client_id);
  });

  test.each(['', 'range=', 'range=2h', 'range=1h%27'])(
    'the range %j is refused by its name',
    async (query) => {
      const answer = await portal.get(`/usage?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.json.fields).toHaveProperty('range');
    },
  );
});
