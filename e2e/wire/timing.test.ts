import { randomBytes } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { SERVER } from '../harness/shared';
import { operate } from '../harness/tenant';
import { type Credentials, expectRefusal, fingerprint, requestToken } from '../harness/wire';

/**
 * Whoever is refused must not learn from the time it takes why.
 *
 * Each round asks once for every reason, in an order drawn anew, one request after the other. Were the reasons alike,
 * one of them would be slower than another in half of the rounds, as a coin falls, however noisy the machine is: noise
 * hits whoever happens to be in its way. So the share of rounds in which a reason was slower than an unknown client is
 * all that is looked at, and its distance from a half is told in deviations of the coin.
 *
 * Five deviations happen by chance once in 1.7 million comparisons. One more query to the database, 0.2 ms of the 2 ms
 * that a refusal takes, was 12 to 17 deviations in 500 rounds.
 */
const DEVIATIONS = 5;

const ROUNDS_WARM = 500;
/** Each takes a new client of every kind, which has to be made first. */
const ROUNDS_COLD = 100;

const invented = (): Credentials => ({
  client_id: `client_${randomBytes(11).toString('hex')}`,
  client_secret: `gcs_local_${randomBytes(25).toString('hex').slice(1)}`,
});
const withWrongSecret = ({ client_id }: Credentials): Credentials => ({ ...invented(), client_id });

/** Ends a client's one secret, by rotation or by hand. @returns the client with that secret */
async function rotated(portal: Portal, client: Credentials, overlap: 0 | 3600): Promise<Credentials> {
  const path = `/clients/${client.client_id}`;
  const [current] = (await portal.get(path)).json.client.secrets;
  const body = { overlap_seconds: overlap, current_secret_id: current.id };
  expect((await portal.post(`${path}/secrets`, body)).status).toBe(201);
  if (overlap > 0) expect((await portal.delete(`${path}/secrets/${current.id}`)).status).toBe(200);
  return client;
}

/** Reasons to be refused that one tenant's admin can bring about, each with a client of its own. */
const REASONS: Record<string, (portal: Portal) => Promise<Credentials>> = {
  'unknown client': async () => invented(),
  'wrong secret': async (portal) => withWrongSecret(await portal.createClient()),
  'disabled client': async (portal) => {
    const client = await portal.createClient();
    expect((await portal.post(`/clients/${client.client_id}/disable`)).status).toBe(200);
    return client;
  },
  'expired secret': async (portal) => rotated(portal, await portal.createClient(), 0),
  'retired secret': async (portal) => rotated(portal, await portal.createClient(), 3600),
  'network not allowed': async (portal) => {
    const client = await portal.createClient();
    await portal.changeClient(client.client_id, { allowed_networks: ['203.0.113.0/24'] });
    return client;
  },
};
const YARDSTICK = 'unknown client';

const newTenant = (): Promise<Onboarded> =>
  onboard(inject('dataDir'), 'Timing', `timing-${randomBytes(4).toString('hex')}@b.test`);

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds until the whole refusal is there, over a connection that is open already. */
function timeRefusal({ client_id, client_secret }: Credentials): Promise<number> {
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${SERVER}/v1/auth/token`, { method: 'POST', agent, headers });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming: IncomingMessage) => {
      incoming.resume();
      incoming.on('end', () => {
        const took = performance.now() - began;
        if (incoming.statusCode === 401) resolve(took);
        else reject(new Error(`Refused with ${incoming.statusCode} instead of 401.`));
      });
    });
    const began = performance.now();
    outgoing.end(body);
  });
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** @param clients for each reason the credentials of every round */
async function measure(clients: Map<string, Credentials[]>, rounds: number): Promise<Map<string, number[]>> {
  const times = new Map([...clients.keys()].map((reason): [string, number[]] => [reason, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [reason, credentials] of shuffled([...clients])) {
      const took = await timeRefusal(credentials[round % credentials.length] ?? invented());
      times.get(reason)?.push(took);
    }
  }
  return times;
}

/** For each reason, how far the share of rounds in which it was slower than the yardstick is from a half. */
function deviationsOf(times: Map<string, number[]>): Record<string, number> {
  const yardstick = times.get(YARDSTICK) ?? [];
  const others = [...times].filter(([reason]) => reason !== YARDSTICK);
  return Object.fromEntries(
    others.map(([reason, own]) => {
      const slower = own.filter((took, round) => took > (yardstick[round] ?? 0)).length;
      const deviation = (slower - own.length / 2) / Math.sqrt(own.length / 4);
      return [reason, Math.round(deviation * 10) / 10];
    }),
  );
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function expectAlike(name: string, times: Map<string, number[]>): void {
  const deviations = deviationsOf(times);
  const rows = [...times].map(
    ([reason, own]) =>
      `  ${reason.padEnd(20)} ${median(own).toFixed(2).padStart(7)} ms ${String(deviations[reason] ?? '').padStart(6)}`,
  );
  console.log([`Refusals, ${name}: median, deviations from "${YARDSTICK}"`, ...rows].join('\n'));
  expect(Object.entries(deviations).filter(([, deviation]) => Math.abs(deviation) > DEVIATIONS)).toEqual([]);
}

describe('why a client is refused', () => {
  const warm = new Map<string, Credentials[]>();
  let portal: Portal;

  beforeAll(async () => {
    portal = await firstSignIn(SERVER, await newTenant());
    for (const [reason, make] of Object.entries(REASONS)) warm.set(reason, [await make(portal)]);
    const suspended = await newTenant();
    await operate(inject('dataDir'), 'suspend', suspended.tenant_id);
    warm.set('suspended tenant', [suspended]);
  });

  test('is in no byte of the answer', async () => {
    const answers = [];
    for (const [credentials = invented()] of warm.values()) {
      const { client_id, client_secret } = credentials;
      const answer = await requestToken(SERVER, { client_id, client_secret });
      expectRefusal(answer, 401, 'invalid_client');
      // Counted for each id, known or not.
      const { 'ratelimit-remaining': _, ...headers } = answer.headers;
      answers.push(fingerprint({ ...answer, headers, text: answer.text }));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('is not to be told by the time it takes, asked again and again', async () => {
    await measure(warm, 20);
    expectAlike('warm', await measure(warm, ROUNDS_WARM));
  });

  test('is not to be told by the time it takes, asked for the first time', async () => {
    const cold = new Map<string, Credentials[]>();
    for (const [reason, make] of Object.entries(REASONS)) {
      const clients: Credentials[] = [];
      while (clients.length < ROUNDS_COLD)
        clients.push(...(await Promise.all(Array.from({ length: 10 }, () => make(portal)))));
      cold.set(reason, clients);
    }
    expectAlike('cold', await measure(cold, ROUNDS_COLD));
  });
});
