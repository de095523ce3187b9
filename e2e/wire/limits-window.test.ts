import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { count, expectLimited, repeat } from '../harness/limits';
import { onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { type Credentials, requestToken } from '../harness/wire';

const lab = useLab();
const redis = useRedis();
let sql: postgres.Sql;
const services: Record<string, Service[]> = {};
let portal: Portal;

beforeAll(async () => {
  const dataDir = lab.dataDir();
  const REDIS_URL = await redis.start();
  const settings: Record<string, Record<string, string>> = { PostgreSQL: {}, Redis: { REDIS_URL } };
  for (const [store, env] of Object.entries(settings))
    services[store] = [await lab.start(dataDir, { env }), await lab.start(dataDir, { env })];
  const [service] = services.PostgreSQL ?? [];
  if (!service) throw new Error('nothing was started');
  portal = await firstSignIn(service.origin, await onboard(dataDir, 'Window', 'window@limits.test'));
  const url = new URL(databaseUrl(dataDir));
  const host = url.searchParams.get('host') ?? '';
  url.searchParams.delete('host');
  sql = postgres(url.toString(), { host, max: 1 });
});

afterAll(() => sql?.end());

const keyOf = ({ client_id }: Credentials) => `token:${client_id}`;

/** Makes what was counted older than it is: nobody sleeps a minute. */
const AGE: Record<string, (client: Credentials, seconds: number) => Promise<void>> = {
  async PostgreSQL(client, seconds) {
    await sql`UPDATE rate_limits SET second = second - ${seconds} WHERE key = ${keyOf(client)}`;
  },
  async Redis(client, seconds) {
    const key = `gooclaim:${keyOf(client)}`;
    const counts = await redis.client.hGetAll(key);
    expect(Object.keys(counts).length).toBeGreaterThan(0);
    const aged = Object.entries(counts).map(([second, calls]) => [String(Number(second) - seconds), calls]);
    await redis.client.multi().del(key).hSet(key, Object.fromEntries(aged)).exec();
  },
};

describe.each(Object.entries(AGE))('a sliding minute in %s', (store, age) => {
  const passed = async (client: Credentials, calls: number, process = 0) => {
    const origin = services[store]?.[process]?.origin ?? '';
    return count(await repeat(calls, () => requestToken(origin, client)), 200);
  };

  test('a burst at the end of one minute leaves no place at the start of the next', async () => {
    const client = await portal.createClient();
    expect(await passed(client, 60)).toBe(60);
    await age(client, 50);
    const refused = await requestToken(services[store]?.[0]?.origin ?? '', client);
    expectLimited(refused, 60);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(10);
  });

  test('places are free again as their calls become a minute old, in every process', async () => {
    const client = await portal.createClient();
    expect(await passed(client, 25)).toBe(25);
    await age(client, 40);
    expect(await passed(client, 35)).toBe(35);
    // The 25 are over a minute old now, the 35 are not.
    await age(client, 20);
    expect(await passed(client, 30, 1)).toBe(25);
    // The other process has refused nobody: the one that has knows by itself when it need not ask, which ageing the
    // counts does not change.
    await age(client, 40);
    expect(await passed(client, 35)).toBe(35);
    await age(client, 60);
    expect(await passed(client, 61)).toBe(60);
  });

  test('whoever was refused is served again as soon as Retry-After has passed', async () => {
    const client = await portal.createClient();
    expect(await passed(client, 60)).toBe(60);
    // Whatever the machine has to do besides, the sixty took less than five seconds.
    await age(client, 55);
    const origin = services[store]?.[1]?.origin ?? '';
    const refused = await requestToken(origin, client);
    const until = Date.now() + Number(refused.headers['retry-after']) * 1000;
    expect(refused.status).toBe(429);
    await eventually('a call passes', async () => (await requestToken(origin, client)).status === 200, 10);
    expect(Date.now()).toBeLessThan(until + 1_000);
  });
});

test('limits that cannot be counted in PostgreSQL are smaller, and the rest goes on', async () => {
  const [service] = services.PostgreSQL ?? [];
  if (!service) throw new Error('nothing was started');
  const client = await portal.createClient();
  await sql`ALTER FUNCTION take_rate_places RENAME TO taken_away`;
  try {
    const answers = await repeat(40, () => requestToken(service.origin, client));
    expect([count(answers, 200), count(answers, 429)]).toEqual([15, 25]);
    expect(service.stderr().split('rate-limit store out')).toHaveLength(2);
  } finally {
    await sql`ALTER FUNCTION taken_away RENAME TO take_rate_places`;
  }
  const answers = await repeat(70, () => requestToken(service.origin, client));
  expect([count(answers, 200), count(answers, 429)]).toEqual([60, 10]);
});
