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
 * Each round asks once for every reason, in an order drawn anew, one request after the other. Were two reasons alike,
 * one would be slower than the other in half of the rounds, as a coin falls, however noisy the machine is: noise hits
 * whoever happens to be in its way. So the share of rounds in which one was slower is all that is looked at, and its
 * distance from a half is told in deviations of the coin.
 *
 * Six deviations happen by chance once in 500 million comparisons. What is left between the reasons, such as a second
 * row of secrets to read, was 1 in 500 rounds; one more query to the database DEVIATIONS_OF_A_QUERY.
 */
const DEVIATIONS = 6;

const ROUNDS_WARM = 500;
/** Each takes a new client of every kind, which has to be made first. */
const ROUNDS_COLD = 150;
/** Clients made at the same time. */
const AT_ONCE = 10;
/** With fewer, not even a difference in every round would be far from what a coin may do. */
const LEAST_ROUNDS = 50;
/** For a machine with much else to do: as many rounds as it can. */
const SECONDS = 25;

const invented = (): Credentials => ({
  client_id: `client_${randomBytes(11).toString('hex')}`,
  client_secret: `gcs_local_${randomBytes(25).toString('hex').slice(1)}`,
});
const withWrongSecret = ({ client_id }: Credentials): Credentials => ({ ...invented(), client_id });

/** Ends a client's one secret, by rotation or by hand. @returns the client with that secret */
async function withEndedSecret(portal: Portal, client: Credentials, overlap: 0 | 3600): Promise<Credentials> {
  const path = `/clients/${client.client_id}`;
  const [current] = (await portal.get(path)).json.client.secrets;
  const body = { overlap_seconds: overlap, current_secret_id: current.id };
  expect((await portal.post(`${path}/secrets`, body)).status).toBe(201);
  if (overlap > 0) expect((await portal.delete(`${path}/secrets/${current.id}`)).status).toBe(200);
  return client;
}

/** Reasons to be refused that one tenant's admin can bring about, each with a client of its own. */
const REASONS = {
  'unknown client': async () => invented(),
  'wrong secret': async (portal: Portal) => withWrongSecret(await portal.createClient()),
  'disabled client': async (portal: Portal) => {
    const client = await portal.createClient();
    expect((await portal.post(`/clients/${client.client_id}/disable`)).status).toBe(200);
    return client;
  },
  'expired secret': async (portal: Portal) => withEndedSecret(portal, await portal.createClient(), 0),
  'retired secret': async (portal: Portal) => withEndedSecret(portal, await portal.createClient(), 3600),
  'network not allowed': async (portal: Portal) => {
    const client = await portal.createClient();
    await portal.changeClient(client.client_id, { allowed_networks: ['203.0.113.0/24'] });
    return client;
  },
};
/** For these it takes few calls to make many clients. */
const REASONS_COLD = ['unknown client', 'wrong secret', 'disabled client'] as const;

/** What each is compared with. A client with networks takes longer whatever its secret: with another secret of its own. */
const YARDSTICKS: Record<string, string> = {
  'wrong secret': 'unknown client',
  'disabled client': 'unknown client',
  'expired secret': 'unknown client',
  'retired secret': 'unknown client',
  'suspended tenant': 'unknown client',
  'network not allowed': 'wrong secret there',
};

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

const until = (seconds: number) => {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
};

/** @param clients for each reason the credentials of every round; the same ones again when they run out */
async function measure(clients: Map<string, Credentials[]>, rounds: number): Promise<Map<string, number[]>> {
  const times = new Map([...clients.keys()].map((reason): [string, number[]] => [reason, []]));
  const isOver = until(SECONDS);
  for (let round = 0; round < rounds && !isOver(); round++) {
    for (const [reason, credentials] of shuffled([...clients])) {
      const took = await timeRefusal(credentials[round % credentials.length] ?? invented());
      times.get(reason)?.push(took);
    }
  }
  return times;
}

/** How far the share of rounds in which one was slower than the other is from a half, in deviations of a coin. */
function deviation(one: number[], other: number[]): number {
  const slower = one.filter((took, round) => took > (other[round] ?? 0)).length;
  return Math.round(((slower - one.length / 2) / Math.sqrt(one.length / 4)) * 10) / 10;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function expectAlike(name: string, times: Map<string, number[]>): void {
  const rounds = times.get('unknown client')?.length ?? 0;
  const compared = [...times].map(([reason, own]) => {
    const yardstick = times.get(YARDSTICKS[reason] ?? '');
    return { reason, took: median(own), deviations: yardstick ? deviation(own, yardstick) : 0 };
  });
  const rows = compared.map(
    ({ reason, took, deviations }) =>
      `  ${reason.padEnd(20)} ${took.toFixed(2).padStart(7)} ms ${String(deviations).padStart(6)}`,
  );
  console.log([`Refusals, ${name}, ${rounds} rounds: median, deviations`, ...rows].join('\n'));
  expect(rounds).toBeGreaterThanOrEqual(LEAST_ROUNDS);
  expect(compared.filter(({ deviations }) => Math.abs(deviations) > DEVIATIONS)).toEqual([]);
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
    warm.set('wrong secret there', (warm.get('network not allowed') ?? []).map(withWrongSecret));
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
    const isOver = until(SECONDS);
    for (let rounds = 0; rounds < ROUNDS_COLD && !isOver(); rounds += AT_ONCE) {
      for (const reason of REASONS_COLD) {
        const made = await Promise.all(Array.from({ length: AT_ONCE }, () => REASONS[reason](portal)));
        cold.set(reason, [...(cold.get(reason) ?? []), ...made]);
      }
    }
    expectAlike('cold', await measure(cold, cold.get('unknown client')?.length ?? 0));
  });
});
