import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import { isAlive } from '../harness/processes';
import { readWelcome } from '../harness/welcome';
import { type Credentials, getToken, inspect, requestToken } from '../harness/wire';

interface Acknowledged {
  client: Credentials;
  tokens: { token: string; requestId: string; at: number }[];
}

/** Few enough a client that its newest 100 rows hold all of them. */
const TOKENS_A_CLIENT = 15;
const CALLERS = 6;
/** Counts wait for two seconds at most, and are then written: what is older than this is on disk. */
const COUNTED_WITHIN_MS = 3_500;
/** A token leaves before its row only while no row waits for longer, and rows are then written. */
const ROWS_WITHIN_MS = 250;
/** So much was acknowledged when the power goes. */
const ENOUGH_TOKENS = 250;

/** By id, page after page. */
async function allClients(portal: Portal): Promise<Map<string, { secrets: unknown[]; name: string }>> {
  const listed = new Map<string, { secrets: unknown[]; name: string }>();
  for (let page = 1, total = 1; listed.size < total; page++) {
    const { clients, counts } = (await portal.get(`/clients?page=${page}`)).json;
    expect(clients.length).toBeGreaterThan(0);
    for (const client of clients) listed.set(client.client_id, client);
    total = counts.all;
  }
  return listed;
}

describe('kill -9 of the server and its database, while tokens are issued and clients created', () => {
  const lab = useLab();

  test('after a restart nothing acknowledged is missing, and nothing is half there', async () => {
    const dataDir = lab.dataDir({ fresh: true });
    const env = { LOG_LEVEL: 'silent' };
    const service = await lab.start(dataDir, { env });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const portal = new Portal(service.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);

    const acknowledged: Acknowledged[] = [];
    let tokens = 0;
    let creating = 0;
    let killed = false;

    let firstAt = Number.POSITIVE_INFINITY;
    const isTooEarly = () => Date.now() < firstAt + COUNTED_WITHIN_MS + 500;

    const caller = async (name: string) => {
      for (let i = 0; !killed; i++) {
        creating++;
        const made = await portal.post('/clients', { name: `${name} ${i}`, scopes: ['audit:read'] });
        creating--;
        expect(made.status).toBe(201);
        const client = { client_id: made.json.client.client_id, client_secret: made.json.client_secret };
        const one: Acknowledged = { client, tokens: [] };
        acknowledged.push(one);
        for (let j = 0; j < TOKENS_A_CLIENT; j++) {
          const answer = await requestToken(service.origin, client);
          expect(answer.status).toBe(200);
          one.tokens.push({
            token: answer.json.access_token,
            requestId: answer.headers['x-request-id'] ?? '',
            at: Date.now(),
          });
          tokens++;
          firstAt = Math.min(firstAt, Date.now());
          // Enough to look through afterwards: from here on it is only waited for counts to be written.
          if (tokens >= ENOUGH_TOKENS && isTooEarly()) await pause(200);
        }
      }
    };
    const callers = Array.from({ length: CALLERS }, (_, i) =>
      // Whoever is in the middle of a call when the power goes gets no answer: nothing was promised to them.
      caller(`Caller ${i}`).catch((cause) => {
        if (!killed) throw cause;
      }),
    );
    const failed = Promise.race(callers.map((one) => one.then(() => undefined)));
    failed.catch(() => {});
    await eventually(
      'enough is acknowledged, and a client is being created',
      () => tokens >= ENOUGH_TOKENS && creating > 0 && !isTooEarly(),
    );

    const database = postmaster(dataDir)?.pid ?? 0;
    expect(database).toBeGreaterThan(1);
    killed = true;
    const killedAt = Date.now();
    process.kill(database, 'SIGKILL');
    service.child.kill('SIGKILL');
    expect(await service.ended).toBe('SIGKILL');
    await Promise.all(callers);
    await eventually('the database is gone', () => !isAlive(database));

    const again = await lab.start(dataDir, { env, port: service.port });
    // The session, too, was acknowledged.
    const listed = await allClients(portal);
    expect(acknowledged.length).toBeGreaterThan(CALLERS);

    // Counts, unlike rows, may lack what was counted last, and nothing else.
    const { totals } = (await portal.get('/usage?range=1h')).json.usage;
    const all = acknowledged.flatMap((one) => one.tokens);
    const mustBeThere = all.filter(({ at }) => at < killedAt - COUNTED_WITHIN_MS).length;
    const onDisk = all.filter(({ at }) => at < killedAt - ROWS_WITHIN_MS);
    expect(onDisk.length).toBeGreaterThan(10);
    expect(mustBeThere).toBeGreaterThan(0);
    expect(totals.tokens).toBeGreaterThanOrEqual(mustBeThere);
    expect(totals.tokens).toBeLessThanOrEqual(tokens + CALLERS);

    for (const { client, tokens } of acknowledged) {
      expect(listed.has(client.client_id)).toBe(true);
      await getToken(again.origin, client);
      const { events } = (await portal.get(`/clients/${client.client_id}/activity`)).json;
      const issued = new Set(
        events
          .filter((event: { action: string }) => event.action === 'token.issued')
          .map((event: { request_id: string }) => event.request_id),
      );
      for (const { requestId } of tokens.filter(({ at }) => at < killedAt - ROWS_WITHIN_MS))
        expect(issued).toContain(requestId);
    }

    // By jti, the debugger finds the row of a token, and the token still holds: the signing key is the same.
    for (const { token, requestId } of onDisk.slice(-10)) {
      const verdict = (await portal.post('/debugger', { token })).json;
      expect(verdict).toMatchObject({ active: true, issued: { request_id: requestId } });
      expect((await inspect(again.origin, token, token)).json.active).toBe(true);
    }

    // Nothing by halves: whatever client is there has its secret and the row that says who made it.
    for (const [id, { secrets, name }] of listed) {
      expect(secrets.length, name).toBeGreaterThanOrEqual(1);
      const { events } = (await portal.get(`/clients/${id}/activity`)).json;
      const actions = events.map((event: { action: string }) => event.action);
      expect(
        actions.some((action: string) => ['client.created', 'tenant.onboarded'].includes(action)),
        name,
      ).toBe(true);
    }
    expect(await again.stop()).toBe(0);
    expect(postmaster(dataDir)).toBeUndefined();
  }, 120_000);

  test('kill -9 of the server alone: the next start takes over the database it left, and stops it', async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir, { env: { AUDIT_BEFORE_ANSWER: 'true' } });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const portal = new Portal(service.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    const database = postmaster(dataDir)?.pid ?? 0;
    const answer = await requestToken(service.origin, welcome);
    const token = answer.json.access_token;
    service.child.kill('SIGKILL');
    await service.ended;
    const again = await lab.start(dataDir, { port: service.port });
    expect((await inspect(again.origin, token, token)).json.active).toBe(true);
    // Killed the moment after: asked for, the row was on disk before the token left.
    const { events } = (await portal.get(`/clients/${welcome.client_id}/activity`)).json;
    expect(events.map((event: { request_id: string }) => event.request_id)).toContain(
      answer.headers['x-request-id'],
    );
    expect(postmaster(dataDir)?.pid).toBe(database);
    expect(await again.stop()).toBe(0);
    await eventually('the database is gone', () => !isAlive(database));
  });

  test('kill -9 of the database alone: 503 and never a false verdict meanwhile, and it comes back by itself', async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir, {
      env: { RATE_LIMIT_TOKEN: '100000', RATE_LIMIT_INTROSPECT: '100000' },
    });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const token = await getToken(service.origin, welcome);
    const database = postmaster(dataDir)?.pid ?? 0;
    process.kill(database, 'SIGKILL');

    const statuses: string[] = [];
    let served = 0;
    await eventually(
      'it serves again, ten times in a row',
      async () => {
        const issued = await requestToken(service.origin, welcome);
        const verdict = await inspect(service.origin, token, token);
        for (const answer of [issued, verdict]) {
          statuses.push(`${answer.status} ${answer.json.error ?? answer.json.active ?? 'token'}`);
          if (answer.status === 503) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
        }
        served = issued.status === 200 && verdict.status === 200 ? served + 1 : 0;
        return served >= 10;
      },
      30,
    );
    const allowed = ['200 token', '200 true', '503 temporarily_unavailable'];
    expect(statuses.filter((status) => !allowed.includes(status))).toEqual([]);
    expect(await service.stop()).toBe(0);
    expect(postmaster(dataDir)).toBeUndefined();
  });
});
