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
 * whoever happens to be in its way. So the share of rounds in which one was slower is all that is looked at.
 *
 * Of the millisecond that a refusal takes, one more query to the database for unknown clients was 0.16 ms, and the share
 * 0.77; an empty result in place of a row was 0.09 ms and 0.71. Between what is alike, shares were 0.44 to 0.52: from
 * there 1,000 rounds pass the bound by chance in one of 20 million runs.
 */
const BOUND = 0.15;

const ROUNDS_WARM = 1_000;
/** Each takes a new client of every kind, which has to be made first. */
const ROUNDS_COLD = 200;
/** Clients made at the same time. */
const AT_ONCE = 10;
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

const otherSecretOf = (reason: string) => `${reason}, another`;
/** A client with one secret, none of it special, takes as long as no client at all. */
const LIKE_UNKNOWN = ['wrong secret', 'disabled client', 'suspended tenant'];
/** Here the client itself takes longer, whoever asks: with another secret it must take as long. */
const LIKE_ANOTHER = ['expired secret', 'retired secret', 'network not allowed'];

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

/** The share of rounds in which one took longer than the other. */
const slower = (one: number[], other: number[]): number =>
  one.filter((took, round) => took > (other[round] ?? 0)).length / one.length;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function expectAlike(name: string, times: Map<string, number[]>): void {
  const timesOf = (reason: string) => times.get(reason) ?? [];
  const rounds = timesOf('unknown client').length;
  // What so few flips of a coin may do anyway: five standard deviations.
  const bound = Math.max(BOUND, 2.5 / Math.sqrt(rounds));
  const compared = [...times.keys()].map((reason) => {
    const yardstick = LIKE_UNKNOWN.includes(reason) ? 'unknown client' : otherSecretOf(reason);
    const share = times.has(yardstick) ? slower(timesOf(reason), timesOf(yardstick)) : 0.5;
    return { reason, share: share.toFixed(2), isAlike: Math.abs(share - 0.5) <= bound };
  });
  const rows = compared.map(
    ({ reason, share }) =>
      `  ${reason.padEnd(30)} ${median(timesOf(reason)).toFixed(2).padStart(7)} ms ${share.padStart(6)}`,
  );
  console.log([`Refusals, ${name}, ${rounds} rounds: median, share of slower rounds`, ...rows].join('\n'));
  expect(compared.filter(({ isAlike }) => !isAlike)).toEqual([]);
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
    for (const reason of LIKE_ANOTHER)
      warm.set(otherSecretOf(reason), (warm.get(reason) ?? []).map(withWrongSecret));
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
