import { randomBytes } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { operate } from '../harness/tenant';
import {
  bearer,
  type Credentials,
  expectRefusal,
  fingerprint,
  getToken,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

const lab = useLab();
const dataDir = lab.dataDir();
let service: Service;
beforeAll(async () => {
  // So that thousands of refusals do not meet the limits on failures.
  const room = '10000000';
  service = await lab.start(dataDir, {
    env: {
      RATE_LIMIT_TOKEN_FAILURE: room,
      RATE_LIMIT_INTROSPECT_FAILURE: room,
      RATE_LIMIT_INTROSPECT: room,
    },
  });
});

/**
 * Whoever is refused must not learn from the time it takes why.
 *
 * Each round asks once for every reason, in an order drawn anew, one request after the other. Were two reasons alike,
 * one would be slower than the other in half of the rounds, as a coin falls, however noisy the machine is: noise hits
 * whoever happens to be in its way. So the share of rounds in which one was slower is all that is looked at.
 *
 * Of the millisecond that a refusal takes, one more query to the database for unknown clients was 0.16 ms, and the share
 * 0.77; an empty result in place of a row was 0.09 ms and 0.71. Between what is alike, shares of 0.44 to 0.52 were seen.
 *
 * The bound: a share may be off by `BIAS`, and by three standard deviations of a coin thrown once a round, 1.5/√rounds.
 * With 3,000 rounds that is 0.077, with 1,000 0.097 and with 400 0.125. A share that is truly 0.5 passes it by chance in
 * less than one of a million runs, one that is truly 0.71 stays below it in less than one of a thousand. Too few rounds
 * fail: nothing was shown.
 */
const BIAS = 0.05;
const boundOf = (rounds: number) => BIAS + 1.5 / Math.sqrt(rounds);

/** For the three reasons that everybody can bring about by guessing. */
const ROUNDS_GUESSED = 3_000;
const ROUNDS_WARM = 1_000;
const LEAST_WARM = 500;
/** Each takes a new client of every kind, which has to be made first. */
const ROUNDS_COLD = 400;
const LEAST_COLD = 200;
/** Clients made at the same time. */
const AT_ONCE = 10;

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
/** Also the ones for which it takes few calls to make many clients. */
const GUESSED = ['unknown client', 'wrong secret', 'disabled client'] as const;

const otherSecretOf = (reason: string) => `${reason}, another`;
/** A client with one secret, none of it special, takes as long as no client at all. */
const LIKE_UNKNOWN = ['wrong secret', 'disabled client', 'suspended tenant'];
/** Here the client itself takes longer, whoever asks: with another secret it must take as long. */
const LIKE_ANOTHER = ['expired secret', 'retired secret', 'network not allowed'];

const newTenant = (): Promise<Onboarded> =>
  onboard(dataDir, 'Timing', `timing-${randomBytes(4).toString('hex')}@b.test`);

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** A question, and whether its answer is the one that is meant. */
interface Question {
  path: string;
  body: object;
  headers?: Record<string, string>;
  isMeant(status: number, text: string): boolean;
}

/** Milliseconds until the whole answer is there, over a connection that is open already. */
function timeAnswer({ path, body, headers, isMeant }: Question): Promise<number> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(`${service.origin}${path}`, {
      method: 'POST',
      agent,
      headers: { ...JSON_TYPE, ...headers, 'Content-Length': text.length },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming: IncomingMessage) => {
      let answer = '';
      incoming.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      incoming.on('end', () => {
        const took = performance.now() - began;
        if (isMeant(incoming.statusCode ?? 0, answer)) resolve(took);
        else reject(new Error(`Answered with ${incoming.statusCode} ${answer}.`));
      });
    });
    const began = performance.now();
    outgoing.end(text);
  });
}

const refusalOf = ({ client_id, client_secret }: Credentials): Question => ({
  path: '/v1/auth/token',
  body: { grant_type: 'client_credentials', client_id, client_secret },
  isMeant: (status) => status === 401,
});

const inactiveAnswer = (asking: string, token: string): Question => ({
  path: '/v1/auth/introspect',
  body: { token },
  headers: bearer(asking),
  isMeant: (status, text) => status === 200 && text === '{"active":false}',
});

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** @param questions for each reason those of every round; the same ones again when they run out */
async function measure(questions: Map<string, Question[]>, rounds: number): Promise<Map<string, number[]>> {
  const times = new Map([...questions.keys()].map((reason): [string, number[]] => [reason, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [reason, ones] of shuffled([...questions])) {
      const took = await timeAnswer(ones[round % ones.length] as Question);
      times.get(reason)?.push(took);
    }
  }
  return times;
}

/** The share of rounds in which one took longer than the other. */
const slower = (one: number[], other: number[]): number =>
  one.filter((took, round) => took > (other[round] ?? 0)).length / one.length;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** @param yardsticks for each reason the one that it must be like; reasons without one are shown only */
function expectAlike(
  name: string,
  times: Map<string, number[]>,
  least: number,
  yardsticks: (reason: string) => string | undefined,
): void {
  const timesOf = (reason: string) => times.get(reason) ?? [];
  const rounds = Math.min(...[...times.values()].map(({ length }) => length));
  const bound = boundOf(rounds);
  const compared = [...times.keys()].map((reason) => {
    const yardstick = yardsticks(reason);
    const known = yardstick !== undefined && times.has(yardstick);
    const share = known ? slower(timesOf(reason), timesOf(yardstick)) : undefined;
    return { reason, share, isAlike: share === undefined || Math.abs(share - 0.5) <= bound };
  });
  const rows = compared.map(
    ({ reason, share }) =>
      `  ${reason.padEnd(36)} ${median(timesOf(reason)).toFixed(2).padStart(7)} ms ${(share?.toFixed(3) ?? '').padStart(7)}`,
  );
  console.log(
    [`${name}, ${rounds} rounds, bound ${bound.toFixed(3)}: median, share of slower rounds`, ...rows].join(
      '\n',
    ),
  );
  expect(rounds).toBeGreaterThanOrEqual(least);
  expect(compared.filter(({ isAlike }) => !isAlike)).toEqual([]);
}

const likeUnknown = (reason: string) =>
  LIKE_UNKNOWN.includes(reason)
    ? 'unknown client'
    : LIKE_ANOTHER.includes(reason)
      ? otherSecretOf(reason)
      : undefined;

describe('why a client is refused', () => {
  const warm = new Map<string, Credentials[]>();
  let portal: Portal;

  beforeAll(async () => {
    portal = await firstSignIn(service.origin, await newTenant());
    for (const [reason, make] of Object.entries(REASONS)) warm.set(reason, [await make(portal)]);
    const suspended = await newTenant();
    await operate(dataDir, 'suspend', suspended.tenant_id);
    warm.set('suspended tenant', [suspended]);
    for (const reason of LIKE_ANOTHER)
      warm.set(otherSecretOf(reason), (warm.get(reason) ?? []).map(withWrongSecret));
  });

  test('is in no byte of the answer', async () => {
    const answers = [];
    for (const [credentials = invented()] of warm.values()) {
      const { client_id, client_secret } = credentials;
      const answer = await requestToken(service.origin, { client_id, client_secret });
      expectRefusal(answer, 401, 'invalid_client');
      // Counted for each id, known or not.
      const { 'ratelimit-remaining': _, ...headers } = answer.headers;
      answers.push(fingerprint({ ...answer, headers, text: answer.text }));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  const questionsOf = (clients: Map<string, Credentials[]>, reasons = [...clients.keys()]) =>
    new Map(reasons.map((reason) => [reason, (clients.get(reason) ?? []).map(refusalOf)]));

  test.each([
    ['guessed', ROUNDS_GUESSED, () => questionsOf(warm, [...GUESSED])],
    ['all reasons', ROUNDS_WARM, () => questionsOf(warm)],
  ])(
    'is not to be told by the time it takes, asked again and again: %s',
    async (name, rounds, questions) => {
      await measure(questions(), 20);
      expectAlike(`Refusals, warm, ${name}`, await measure(questions(), rounds), LEAST_WARM, likeUnknown);
    },
    900_000,
  );

  test('is not to be told by the time it takes, asked for the first time', async () => {
    const cold = new Map<string, Credentials[]>();
    let fresh = portal;
    for (let rounds = 0; rounds < ROUNDS_COLD; rounds += AT_ONCE) {
      // Disabling a client takes a session that is minutes old at most.
      if (rounds % 100 === 0) fresh = await firstSignIn(service.origin, await newTenant());
      for (const reason of GUESSED) {
        const made = await Promise.all(Array.from({ length: AT_ONCE }, () => REASONS[reason](fresh)));
        cold.set(reason, [...(cold.get(reason) ?? []), ...made]);
      }
    }
    expectAlike('Refusals, cold', await measure(questionsOf(cold), ROUNDS_COLD), LEAST_COLD, likeUnknown);
  }, 900_000);
});

/**
 * Of tokens of its own tenant a caller may learn why: the debugger says it. So of those the times are only shown. Of
 * another tenant's nothing is to be learned, be they good or not.
 */
test('what became of another tenant’s token is not to be told by the time an introspection takes', async () => {
  const [own, foreign] = [await newTenant(), await newTenant()];
  const asking = await getToken(service.origin, own);
  const tokensOf = async (tenant: Onboarded, whose: string): Promise<[string, string][]> => {
    const portal = await firstSignIn(service.origin, tenant);
    const [revoked, ended, disabled] = await Promise.all([1, 2, 3].map(() => portal.createClient()));
    const tokens = await Promise.all(
      [tenant, revoked, ended, disabled].map((client) => getToken(service.origin, client as Credentials)),
    );
    const [live = '', first = '', second = '', third = ''] = tokens;
    const answers = [
      await call(`${service.origin}/v1/auth/revoke`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...bearer(first) },
        body: JSON.stringify({ token: first }),
      }),
      await portal.post(`/clients/${ended?.client_id}/end-tokens`),
      await portal.post(`/clients/${disabled?.client_id}/disable`),
    ];
    for (const answer of answers) expect(answer.status, answer.text).toBe(200);
    const gone: [string, string][] = [
      [`${whose}, revoked`, first],
      [`${whose}, ended with others`, second],
      [`${whose}, of a disabled client`, third],
    ];
    return whose === 'own' ? gone : [['foreign, good there', live], ...gone];
  };
  const tokens = [
    ...(await tokensOf(foreign, 'foreign')),
    ...(await tokensOf(own, 'own')),
    ['no token', 'a.b.c'] as const,
    ['signature changed', `${asking.slice(0, -10)}AAAAAAAAAA`] as const,
  ];
  const questions = new Map(tokens.map(([reason, token]) => [reason, [inactiveAnswer(asking, token)]]));
  await measure(questions, 20);
  expectAlike('Introspections', await measure(questions, ROUNDS_WARM), LEAST_WARM, (reason) =>
    /^foreign, (?!good)/.test(reason) ? 'foreign, good there' : undefined,
  );
}, 900_000);
