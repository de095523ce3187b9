import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import { useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { signerOf, Verifier } from '../harness/verifier';
import { readWelcome } from '../harness/welcome';
import { bearer, type Credentials, JSON_TYPE } from '../harness/wire';

/**
 * Issued, and each introspected on both instances: with an earlier one asked about now and then, some 650 requests a
 * second, at two instances and from this test, which two cores have to themselves. On a machine that is busy with other
 * things it fails for its rate, and says which one it reached.
 */
const TOKENS_A_SECOND = 200;
/** Of that, what has to be reached: else something else was measured. */
const REACHED = 0.95;
/** More than that under way means that the machine cannot do it: then the next one waits, and the rate falls. */
const MOST_UNDER_WAY = 50;
/** One token in so many is looked at by two APIs too, with an earlier one: their checks are on this test's own time. */
const VERIFIED = 10;
/** One token in so many is revoked; from the acknowledgement on, both instances must call it inactive. */
const REVOKED = 20;
const ROTATIONS = 5;
/** Between two of them, in milliseconds. */
const INTERVAL_MS = 1_200;

const redis = useRedis();
const lab = useLab();
let instances: Service[];
/** The same person at each instance. */
let portals: Portal[];

beforeAll(async () => {
  const dataDir = lab.dataDir();
  const env = {
    REDIS_URL: await redis.start(),
    RATE_LIMIT_TOKEN: '10000000',
    RATE_LIMIT_INTROSPECT: '10000000',
  };
  const first = await lab.start(dataDir, { env });
  instances = [first, await lab.start(dataDir, { env })];
  // The demo tenant runs the installation, and so its keys.
  const welcome = readWelcome(first.stdout());
  portals = instances.map(({ origin }) => new Portal(origin));
  for (const portal of portals)
    expect(await portal.signIn(welcome?.email ?? '', welcome?.password ?? '')).toBe(true);
});

const agent = new Agent({ keepAlive: true });

function post(url: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { ...JSON_TYPE, ...headers, 'Content-Length': text.length },
    });
    outgoing.on('error', reject);
    outgoing.on('response', async (incoming) => {
      const chunks: Buffer[] = await incoming.toArray();
      resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    outgoing.end(text);
  });
}

interface Answer {
  status: number;
  text: string;
}

test('while keys and secrets are rotated, every answer is right', async () => {
  const [portal] = portals as [Portal];
  const client = await portal.createClient('Under load');
  const caller = await portal.createClient('Asking');
  const verifiers = instances.map(({ origin }) => new Verifier(origin));
  const wrong: string[] = [];
  const times: number[] = [];
  const signers = new Set<string>();
  let requests = 0;
  const underWay = new Set<Promise<unknown>>();

  const timed = async (ask: Promise<Answer>): Promise<Answer> => {
    const began = performance.now();
    const answer = await ask;
    times.push(performance.now() - began);
    requests++;
    return answer;
  };
  const issue = ({ origin }: Service, { client_id, client_secret }: Credentials) =>
    timed(
      post(`${origin}/v1/auth/token`, {}, { grant_type: 'client_credentials', client_id, client_secret }),
    );
  const inspect = ({ origin }: Service, token: string, asking: string) =>
    timed(post(`${origin}/v1/auth/introspect`, bearer(asking), { token }));
  const [first, second] = instances as [Service, Service];
  const asking = JSON.parse((await issue(first, caller)).text).access_token;

  const issued: string[] = [];
  let tokens = 0;
  let ended = 0;
  const introspect = async (instance: Service, token: string) => {
    const { status, text } = await inspect(instance, token, asking);
    if (!text.startsWith('{"active":true')) wrong.push(`introspection: ${status} ${text}`);
  };
  const verify = async (verifier: Verifier, token: string) => {
    if (!(await verifier.verify(token))) wrong.push('verification failed');
  };

  /** A yes that is stale is as wrong as a no. */
  const revoke = async (instance: Service, { client_id, client_secret }: Credentials, token: string) => {
    const revoked = await timed(
      post(`${instance.origin}/v1/auth/revoke`, {}, { token, client_id, client_secret }),
    );
    if (revoked.status !== 200) wrong.push(`not revoked: ${revoked.status} ${revoked.text}`);
    for (const { status, text } of await Promise.all(instances.map((one) => inspect(one, token, asking))))
      if (text !== '{"active":false}') wrong.push(`revoked, and yet: ${status} ${text}`);
    ended++;
  };

  /** One token from one instance, asked about at both, and now and then one from before. */
  async function live(number: number): Promise<void> {
    const [here, there] = number % 2 ? [first, second] : [second, first];
    const credentials = { ...client };
    const answer = await issue(here, credentials);
    if (answer.status !== 200) {
      wrong.push(`no token: ${answer.status} ${answer.text}`);
      return;
    }
    const token: string = JSON.parse(answer.text).access_token;
    signers.add(signerOf(token));
    tokens++;
    await Promise.all(instances.map((instance) => introspect(instance, token)));
    if (number % REVOKED === REVOKED - 1) return revoke(there, credentials, token);
    issued.push(token);
    if (number % VERIFIED !== 0) return;
    const earlier = issued[(number * 7919) % issued.length] ?? token;
    await Promise.all([
      introspect(there, earlier),
      ...verifiers.flatMap((verifier) => [verify(verifier, token), verify(verifier, earlier)]),
    ]);
  }

  /** Asked of both instances at the same moment, as a nervous operator might. */
  async function rotateKeys(): Promise<void> {
    for (let times = 0; times < ROTATIONS; times++) {
      await pause(INTERVAL_MS);
      const asked = portals.map((portal) => portal.post('/signing-keys/rotate', { at_once: true }));
      for (const answer of await Promise.all(asked))
        if (answer.status !== 200) wrong.push(`no rotation: ${answer.status} ${answer.text}`);
    }
    await pause(INTERVAL_MS);
  }

  async function rotateSecrets(): Promise<void> {
    const path = `/clients/${client.client_id}`;
    for (let times = 0; times < ROTATIONS; times++) {
      await pause(INTERVAL_MS);
      const [{ id: current_secret_id }] = (await portal.get(path)).json.client.secrets;
      const answer = await portal.post(`${path}/secrets`, { overlap_seconds: 3600, current_secret_id });
      if (answer.status !== 201) wrong.push(`no rotation: ${answer.status} ${answer.text}`);
      // Both work until the old one is retired, which its owner does when nobody uses it any more.
      client.client_secret = answer.json.client_secret;
      await Promise.all(underWay);
      const retired = await portal.delete(`${path}/secrets/${current_secret_id}`);
      if (retired.status !== 200) wrong.push(`not retired: ${retired.status} ${retired.text}`);
    }
  }

  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  let rotating = true;
  const rotations = Promise.all([rotateKeys(), rotateSecrets()]).finally(() => {
    rotating = false;
  });
  for (let number = 0; rotating; number++) {
    while (passed() * TOKENS_A_SECOND < number || underWay.size >= MOST_UNDER_WAY) await pause(1);
    const one = live(number)
      .catch((cause: Error) => void wrong.push(cause.message))
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }
  const seconds = passed();
  const rate = tokens / seconds;
  await Promise.all([...underWay, rotations]);

  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  console.log(
    [
      `Rotations under load: ${signers.size} keys signed, ${ROTATIONS} secrets replaced`,
      `  requests ${requests}, tokens ${tokens} (${Math.round(rate)} a second), ${ended} of them revoked, p50 ${at(0.5)}, p99 ${at(0.99)}`,
      `  key sets fetched ${verifiers.map(({ fetches }) => fetches).join(' and ')} times, wrong answers ${wrong.length}`,
    ].join('\n'),
  );
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(ended).toBeGreaterThan(0);
  // Else nothing was rotated, or not under load.
  expect(signers.size).toBeGreaterThanOrEqual(ROTATIONS);
  expect(rate).toBeGreaterThanOrEqual(REACHED * TOKENS_A_SECOND);
}, 120_000);
