import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { CHECKOUT, RUN } from '../harness/checkout';
import { localSettings, postmaster } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { useLab } from '../harness/lab';
import { managerAt } from '../harness/management';
import { type Started, start } from '../harness/processes';
import { Relay } from '../harness/relay';
import { plainEnvironment, type Service } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { type Credentials, expectRefusal, getToken, inspect, requestToken } from '../harness/wire';

const socketOf = (dataDir: string) => join(postmaster(dataDir)?.socketFolder ?? '', '.s.PGSQL.5432');

/** One instance beside another, whose way to the database breaks. */
describe('an instance whose way to the database breaks', () => {
  const lab = useLab();
  let beside: Service;
  let relay: Relay;
  let instance: Started;
  let origin: string;
  let client: Credentials;

  const statusOf = async (path: string) => (await call(`${origin}${path}`)).status;
  const missing = async () => (await call(`${origin}/readyz`)).json.missing;
  const isWell = () =>
    eventually(
      'tokens are issued again',
      async () => !instance.hasEnded() && (await requestToken(origin, client)).status === 200,
    );

  beforeAll(async () => {
    const limits = { RATE_LIMIT_TOKEN: '100000', RATE_LIMIT_INTROSPECT: '100000' };
    beside = await lab.start(lab.dataDir(), { env: { ROLE: 'api', ...limits } });
    const welcome = readWelcome(beside.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    client = { client_id: welcome.client_id, client_secret: welcome.client_secret };
    relay = new Relay(socketOf(beside.dataDir));
    relay.port = await freePort();
    const port = await freePort();
    origin = `http://localhost:${port}`;
    const { POSTGRES_PASSWORD } = localSettings(beside.dataDir);
    instance = start(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({
        ...{ ROLE: 'api', LOG_LEVEL: 'info', DRAIN_SECONDS: '2', ...limits },
        ...{ PORT: String(port), DATA_DIR: beside.dataDir },
        DATABASE_URL: `postgres://gooclaim:${POSTGRES_PASSWORD}@127.0.0.1:${relay.port}/postgres`,
      }),
    });
  });

  afterAll(async () => {
    instance.child.kill('SIGKILL');
    await instance.ended;
    await relay.close();
  });

  test('starts without it, says so, and is ready once it is there', async () => {
    await eventually('it waits', () => instance.stderr().includes('the start waits for the database'));
    expect(await statusOf('/healthz')).toBe(200);
    expect(await missing()).toBe('database');
    expectRefusal(await requestToken(origin, client), 503, 'temporarily_unavailable');
    expect(instance.stderr()).not.toContain(localSettings(beside.dataDir).POSTGRES_PASSWORD);
    await relay.open();
    await eventually('it is ready', async () => (await statusOf('/readyz')) === 200);
    await isWell();
  });

  test('lives on when all its connections are cut in the middle of its work, again and again', async () => {
    const statuses = new Set<number>();
    let over = false;
    const ask = async () => {
      // Wrong secrets too: what is refused is read, and written down, by statements of its own.
      for (let turn = 0; !over; turn++) {
        const asked = turn % 3 === 0 ? { ...client, client_secret: 'wrong' } : client;
        statuses.add((await requestToken(origin, asked)).status);
      }
    };
    const asking = Promise.all(Array.from({ length: 16 }, ask));
    for (let times = 0; times < 12; times++) {
      await pause(150);
      relay.cut();
    }
    over = true;
    await asking;
    expect(instance.hasEnded(), instance.stderr().slice(-2_000)).toBe(false);
    for (const status of statuses) expect([200, 401, 429, 503]).toContain(status);
    await isWell();
  });

  test('behind a proxy without a database refuses at once, and does not wear itself out', async () => {
    relay.mode = 'hang up';
    relay.cut();
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 5 }, () => requestToken(origin, client)));
    for (const answer of answers) expectRefusal(answer, 503, 'temporarily_unavailable');
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await missing()).toBe('database');
    relay.mode = 'pass';
    await isWell();
  });

  test('where nothing comes back any more, soon refuses without waiting, and is well when it does', async () => {
    const token = await getToken(origin, client);
    relay.mode = 'lose';
    const first = await requestToken(origin, client);
    expectRefusal(first, 503, 'temporarily_unavailable');
    // One of them finds out whether it is back.
    const times = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const began = performance.now();
        expectRefusal(await inspect(origin, token, token), 503, 'temporarily_unavailable');
        return performance.now() - began;
      }),
    );
    expect(times.filter((milliseconds) => milliseconds < 1_000).length).toBeGreaterThan(2);
    relay.mode = 'pass';
    relay.cut();
    await isWell();
    expect((await inspect(origin, token, token)).json.active).toBe(true);
  });

  test('cut off in the middle of a change, holds nobody up for long', async () => {
    const database = openDatabase(beside.dataDir);
    await database`UPDATE clients SET scopes = scopes || '{clients:read,clients:write}' WHERE id = ${client.client_id}`;
    const managing = (at: string) =>
      eventually('it may manage', () =>
        managerAt(at, client, 'clients:write workflow:read').catch(() => undefined),
      );
    const manager = await managing(origin);
    const other = await managing(beside.origin);
    const made = await other.postOnce('', { client_name: 'Cut', scope: 'workflow:read' });
    expect(made.status, made.text).toBe(201);
    const { client_id } = made.json;
    try {
      let changing: Promise<unknown> | undefined;
      // It waits for its client, gets it, and never hears that.
      await database.begin(async (holder) => {
        await holder`SELECT FROM clients WHERE id = ${client_id} FOR UPDATE`;
        changing = manager.post(`/${client_id}/disable`);
        await eventually('it is in the middle', async () => {
          await holder`SELECT pg_stat_clear_snapshot()`;
          const waiting = await holder`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
          return waiting.length > 0;
        });
        relay.mode = 'lose';
      });
      const held = () => database`SELECT FROM pg_stat_activity WHERE state = 'idle in transaction'`;
      await eventually('the server waits for its next statement', async () => (await held()).length > 0, 2);
      await eventually('another one can change the client', async () => {
        const { status } = await other.post(`/${client_id}/disable`);
        return status === 200;
      });
      await changing;
    } finally {
      await database.end();
      relay.cut();
      relay.mode = 'pass';
    }
    await isWell();
  });

  test('after a failover goes over to the new server, though the old one lives on', async () => {
    // With the same password, as a standby has it.
    const dataDir = lab.dataDir({ fresh: true });
    mkdirSync(dataDir, { mode: 0o711 });
    copyFileSync(join(beside.dataDir, 'local.json'), join(dataDir, 'local.json'));
    const other = await lab.start(dataDir, { env: { ROLE: 'api' } });
    const [from, to] = [socketOf(beside.dataDir), socketOf(other.dataDir)];
    await eventually('its connections lead to the old one', () => relay.count(from) > 2);
    relay.target = to;
    await eventually('no connection leads to the old one', () => relay.count(from) === 0, 5);
    await eventually('the new one is followed', () => relay.count(to) > 1);
    expect(instance.stderr()).toContain('another server has taken the database over');
    relay.target = from;
    await eventually('and back', () => relay.count(to) === 0, 5);
    await isWell();
  });

  test('asked to stop while it waits for others to migrate, stops', async () => {
    const migrating = openDatabase(beside.dataDir);
    const waiting = start(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({
        ...{ ROLE: 'api', PORT: String(await freePort()), DATA_DIR: beside.dataDir },
      }),
    });
    try {
      await migrating`SELECT pg_advisory_lock(7470001)`;
      const turns = () => migrating`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
      await eventually('it waits for its turn', async () => (await turns()).length > 0);
      waiting.child.kill('SIGTERM');
      expect(await waiting.ended).toBe(0);
    } finally {
      waiting.child.kill('SIGKILL');
      await migrating.end();
    }
  });

  test('asked to stop, says that it is not ready, and answers while others take over', async () => {
    instance.child.kill('SIGTERM');
    const missed = await eventually('it says so', async () => {
      const { status, json, headers } = await call(`${origin}/readyz`);
      return status === 503 && { ...json, connection: headers.connection };
    });
    expect(missed).toEqual({ status: 'not ready', missing: 'nothing: it is stopping', connection: 'close' });
    expect((await requestToken(origin, client)).status).toBe(200);
    expect(await instance.ended).toBe(0);
  });
});
