import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { onboard } from '../harness/onboard';
import { useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { getToken, JSON_TYPE } from '../harness/wire';

/**
 * Invented ids, of which there is no end: what they leave behind has one. Ids of one network share 4,096 places, by
 * twelve bits of a digest, so it is the same for a million of them as for the first ten thousand.
 */
const PLACES = 4_096;
const IDS = 30_000;
/** Each from a network of its own: that is not bounded by networks, but by how long anything is kept. */
const NETWORKS = 10_000;
const AT_ONCE = 16;
/** Audit rows of refusals, a minute and network. */
const ROWS_A_MINUTE = 600;
/** What the service may grow by while two thirds of the ids come in, when all that is kept once has been kept. */
const GROWTH = 96 * 2 ** 20;

const redis = useRedis();
const lab = useLab();
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

const residentMemory = ({ pid }: Service) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** A token request in the name of nobody. @returns its status */
function ask({ origin }: Service, address: string): Promise<number> {
  const text = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: `client_${randomBytes(11).toString('hex')}`,
    client_secret: 'wrong',
  });
  return new Promise((resolve, reject) => {
    const headers = { ...JSON_TYPE, 'X-Forwarded-For': address, 'Content-Length': text.length };
    const outgoing = request(`${origin}/v1/auth/token`, { method: 'POST', agent, headers });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.end(text);
  });
}

/** @returns how often each status came, and by how much the service grew after the first third */
async function flood(service: Service, count: number, addressOf: (index: number) => string) {
  const statuses = new Map<number, number>();
  let next = 0;
  let early = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      if (index === Math.floor(count / 3)) early = residentMemory(service);
      const status = await ask(service, addressOf(index));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - began) / 1000;
  const growth = residentMemory(service) - early;
  console.log(
    `${count} invented ids in ${Math.round(seconds)} s: ${[...statuses].map((pair) => pair.join(' × ')).join(', ')}; grew by ${Math.round(growth / 2 ** 20)} MB after the first third`,
  );
  return { statuses, growth, seconds };
}

describe.skipIf(process.platform !== 'linux').each(['PostgreSQL', 'Redis'])('counted in %s', (store) => {
  const dataDir = lab.dataDir();
  let service: Service;
  let sql: ReturnType<typeof openDatabase>;
  beforeAll(async () => {
    service = await lab.start(dataDir, {
      env: {
        ROLE: 'api',
        TRUSTED_PROXIES: '1',
        REDIS_URL: store === 'Redis' ? await redis.start() : '',
      },
    });
    sql = openDatabase(dataDir);
  });
  afterAll(() => sql?.end());

  const countedKeys = async (pattern: string): Promise<number> => {
    if (store !== 'Redis') {
      const [row] =
        await sql`SELECT count(*)::int AS rows FROM rate_limits WHERE key LIKE ${pattern.replace('*', '%')}`;
      return row?.rows;
    }
    let keys = 0;
    for await (const found of redis.client.scanIterator({ MATCH: `gooclaim:${pattern}`, COUNT: 1_000 }))
      keys += found.length;
    return keys;
  };
  const refusalRows = async (): Promise<number> => {
    const [row] = await sql`SELECT count(*)::int AS rows FROM audit_events WHERE action = 'token.refused'`;
    return row?.rows;
  };

  test('ids of one network take no more places than there are, and leave so many audit rows a minute', async () => {
    const client = await onboard(dataDir, 'Flooded', `${store.toLowerCase()}@flood.test`);
    const before = await refusalRows();
    const { statuses, growth, seconds } = await flood(service, IDS, () => '198.51.100.7');
    expect([...statuses.keys()].filter((status) => status !== 401 && status !== 429)).toEqual([]);
    expect(growth).toBeLessThan(GROWTH);
    const places = await countedKeys('token_failure:*');
    expect(places).toBeGreaterThan(PLACES * 0.9);
    expect(places).toBeLessThanOrEqual(PLACES);
    const rows = (await refusalRows()) - before;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThanOrEqual(ROWS_A_MINUTE * (1 + Math.ceil(seconds / 60)));
    // Whoever is who they say gets their token, from that very network.
    await getToken(service.origin, client);
  }, 600_000);

  test('ids of many networks take a place each, for minutes', async () => {
    const network = (index: number) =>
      `2001:db8:${(index >> 8).toString(16)}:${(index & 0xff).toString(16)}::1`;
    const { statuses, growth } = await flood(service, NETWORKS, network);
    expect([...statuses.keys()]).toEqual([401]);
    expect(growth).toBeLessThan(GROWTH);
    const places = await countedKeys('token_failure:2001:*');
    expect(places).toBeGreaterThan(0);
    expect(places).toBeLessThanOrEqual(NETWORKS);
    if (store === 'Redis') {
      // Each ends by itself.
      for await (const [key] of redis.client.scanIterator({
        MATCH: 'gooclaim:token_failure:2001:*',
        COUNT: 1,
      }))
        if (key) expect(await redis.client.ttl(key)).toBeLessThanOrEqual(61);
      return;
    }
    await sql`UPDATE rate_limits SET second = second - 200`;
    await eventually('what was counted is gone', async () => (await countedKeys('*')) === 0, 90);
  }, 600_000);
});
