import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { useLab } from '../harness/lab';
import { count, expectLimited, repeat } from '../harness/limits';
import { metricsIn } from '../harness/metrics';
import { onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { REDIS_PASSWORD, useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { type Credentials, expectRefusal, requestToken } from '../harness/wire';

/** A quarter of 60. */
const LOCAL_CAP = 15;
const OUT = 'rate-limit store out';
const BACK = 'rate-limit store back';

const redis = useRedis();
const lab = useLab();
let url: string;
let dataDir: string;
let one: Service;
let two: Service;
let portal: Portal;

beforeAll(async () => {
  url = await redis.start();
  dataDir = lab.dataDir();
  const extra = { env: { REDIS_URL: url, LOG_LEVEL: 'info' } };
  one = await lab.start(dataDir, extra);
  two = await lab.start(dataDir, extra);
  portal = await firstSignIn(one.origin, await onboard(dataDir, 'Redis', 'redis@limits.test'));
});

const newClient = () => portal.createClient();
const origin = (i: number) => (i % 2 ? one : two).origin;
const said = (service: Service, words: string) => service.stderr().split(words).length - 1;

/** Calls of one client at one process while the store is out: the cap, and nothing but tokens and refusals. */
async function expectLocalCap(service: Service): Promise<void> {
  const client = await newClient();
  const answers = await repeat(40, () => requestToken(service.origin, client));
  expect([count(answers, 200), count(answers, 429)]).toEqual([LOCAL_CAP, 40 - LOCAL_CAP]);
  for (const answer of answers) if (answer.status === 429) expectRefusal(answer, 429, 'rate_limited');
}

const shared = async (client: Credentials) => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => requestToken(origin(i), client)));
  return [count(answers, 200), count(answers, 429)];
};

/** Both processes count in Redis again, exactly, and have said so. */
async function expectExactAgain(outages: number): Promise<void> {
  for (const service of [one, two])
    await eventually('the process says that limits are exact again', async () => {
      // Somebody else each time: whoever is over the limit is refused without asking Redis.
      await requestToken(service.origin, { client_id: `client_${Math.random()}`, client_secret: 'x' });
      return said(service, BACK) === outages;
    });
  expect(await shared(await newClient())).toEqual([60, 40]);
  expect([one, two].map((service) => said(service, OUT))).toEqual([outages, outages]);
}

describe('limits in Redis', () => {
  test('two processes share one exact count', async () => {
    const client = await newClient();
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => requestToken(origin(i), client)));
    const passed = answers.filter(({ status }) => status === 200);
    const remaining = passed.map(({ headers }) => Number(headers['ratelimit-remaining']));
    expect(remaining.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, left) => left));
    for (const answer of answers) if (answer.status !== 200) expectLimited(answer, 60);
  });

  test('a flood over the limit does not reach Redis', async () => {
    const client = await newClient();
    await repeat(80, (i) => requestToken(origin(i), client));
    const scripts = async () =>
      [...(await redis.client.info('commandstats')).matchAll(/cmdstat_eval\w*:calls=(\d+)/g)]
        .map(([, calls]) => Number(calls))
        .reduce((a, b) => a + b, 0);
    const before = await scripts();
    for (const answer of await repeat(200, (i) => requestToken(origin(i), client))) expectLimited(answer, 60);
    expect(await scripts()).toBe(before);
  });

  test('what it keeps is named after the service, and ends by itself', async () => {
    await repeat(50, (i) => requestToken(origin(i), { client_id: `client_${i}`, client_secret: 'wrong' }));
    const keys = await redis.client.keys('*');
    expect(keys.length).toBeGreaterThan(50);
    for (const key of keys) {
      expect(key).toMatch(/^gooclaim:[a-z_]+:/);
      expect(await redis.client.ttl(key)).toBeGreaterThanOrEqual(0);
      expect(await redis.client.ttl(key)).toBeLessThanOrEqual(61);
    }
  });

  test('emptied, it counts anew, and no call fails', async () => {
    const client = await newClient();
    expect(count(await repeat(60, (i) => requestToken(origin(i), client)), 200)).toBe(60);
    await redis.client.flushAll();
    await redis.client.scriptFlush();
    expect(await shared(client)).toEqual([60, 40]);
    expect([said(one, OUT), said(two, OUT)]).toEqual([0, 0]);
  });
});

describe('without Redis', () => {
  test('killed: each process holds to a smaller limit and says so once; back: exact again', async () => {
    await redis.kill();
    for (const service of [one, two]) await expectLocalCap(service);

    // Wrong credentials are held to a cap of their own, and people can sign in.
    const client = await newClient();
    const wrong = await repeat(40, () => requestToken(one.origin, { ...client, client_secret: 'wrong' }));
    expect([count(wrong, 401), count(wrong, 429)]).toEqual([LOCAL_CAP, 40 - LOCAL_CAP]);
    const demo = readWelcome(one.stdout());
    if (!demo) throw new Error('no credentials were printed');
    expect(await new Portal(two.origin).signIn(demo.email, demo.password)).toBe(true);

    expect([said(one, OUT), said(two, OUT)]).toEqual([1, 1]);
    expect([said(one, BACK), said(two, BACK)]).toEqual([0, 0]);
    const state = async () => metricsIn((await call(`${one.origin}/metrics`)).text);
    const out = await state();
    expect([out.value('gooclaim_redis_up'), out.value('gooclaim_rate_limit_store_up')]).toEqual([0, 0]);
    expect(out.value('gooclaim_rate_limit_local_decisions_total', { policy: 'token' })).toBeGreaterThan(
      LOCAL_CAP,
    );
    // The connection that broke, or the one refused after it: whichever came first.
    expect(one.stderr()).toMatch(/Socket closed|ECONN(RESET|REFUSED)|EPIPE/);
    await redis.start();
    await expectExactAgain(1);
    const back = await state();
    expect([back.value('gooclaim_redis_up'), back.value('gooclaim_rate_limit_store_up')]).toEqual([1, 1]);
  });

  test('hung: the first calls wait half a second, the next not at all; back: exact again', async () => {
    const client = await newClient();
    const timed = async (): Promise<[Answer, number]> => {
      const began = Date.now();
      return [await requestToken(one.origin, client), Date.now() - began];
    };
    redis.pause();
    try {
      const first = await Promise.all(Array.from({ length: 10 }, timed));
      expect(first.map(([{ status }]) => status)).toEqual(Array(10).fill(200));
      expect(Math.max(...first.map(([, took]) => took))).toBeLessThan(3_000);
      const next = [];
      for (let i = 0; i < 20; i++) next.push(await timed());
      expect(next.map(([{ status }]) => status)).toEqual([...Array(5).fill(200), ...Array(15).fill(429)]);
      // The median: this machine may be slow for a moment.
      expect(next.map(([, took]) => took).sort((a, b) => a - b)[10]).toBeLessThan(250);
      await expectLocalCap(two);
    } finally {
      redis.resume();
    }
    await expectExactAgain(2);
  });

  test.each([
    ['is not there', async () => `redis://:${REDIS_PASSWORD}@127.0.0.1:${await freePort()}`, 'ECONNREFUSED'],
    ['wants another password', async () => url.replace(REDIS_PASSWORD, 'another-canary'), 'WRONGPASS'],
  ])('a process starts when Redis %s, and says why it is not used', async (_, address, reason) => {
    const three = await lab.start(dataDir, { env: { REDIS_URL: await address(), LOG_LEVEL: 'info' } });
    await expectLocalCap(three);
    expect(said(three, OUT)).toBe(1);
    expect(three.stderr()).toContain(reason);
    expect(three.stderr()).not.toContain('canary');
    expect(await three.stop('SIGTERM')).toBe(0);
  });

  test('a process stops in order while Redis hangs', async () => {
    const three = await lab.start(dataDir, { env: { REDIS_URL: url } });
    redis.pause();
    try {
      const began = Date.now();
      expect(await three.stop('SIGTERM')).toBe(0);
      expect(Date.now() - began).toBeLessThan(10_000);
    } finally {
      redis.resume();
    }
  });

  test('the password of Redis is in no log', () => {
    for (const service of [one, two])
      expect(service.stdout() + service.stderr()).not.toContain(REDIS_PASSWORD);
  });
});
