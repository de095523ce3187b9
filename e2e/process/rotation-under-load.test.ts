import { setTimeout as pause } from 'node:timers/promises';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import { useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { bearer, type Credentials, JSON_TYPE } from '../harness/wire';

const SECONDS = 12;
/** Each is then introspected on both instances and verified: three requests and a signature check a token. */
const TOKENS_A_SECOND = 200;
/** More than that under way means that the machine cannot do it: then the next one waits, and the rate falls. */
const MOST_UNDER_WAY = 150;
const KEY_ROTATIONS = 6;
const SECRET_ROTATIONS = 4;

const redis = useRedis();
const lab = useLab();
let instances: Service[];
let portal: Portal;

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
  portal = new Portal(first.origin);
  expect(await portal.signIn(welcome?.email ?? '', welcome?.password ?? '')).toBe(true);
});

/** The key set as a well-behaved API keeps it: fetched again for a key it does not know, and not otherwise. */
class Verifier {
  private known: JSONWebKeySet = { keys: [] };
  fetches = 0;

  constructor(private readonly origin: string) {}

  async verify(token: string): Promise<boolean> {
    const kid = decodeSegments(token).header.kid;
    const knows = () => this.known.keys.some((key) => key.kid === kid);
    if (!knows()) {
      this.fetches++;
      this.known = (await call(`${this.origin}/.well-known/jwks.json`)).json;
    }
    return jwtVerify(token, createLocalJWKSet(this.known)).then(
      () => true,
      () => false,
    );
  }
}

test('while keys and secrets are rotated, every answer is right', async () => {
  const client = await portal.createClient('Under load');
  const caller = await portal.createClient('Asking');
  const verifiers = instances.map(({ origin }) => new Verifier(origin));
  const wrong: string[] = [];
  const times: number[] = [];
  const signers = new Set<string>();
  let requests = 0;
  let tokens = 0;
  let underWay = 0;

  const timed = async (ask: Promise<Answer>): Promise<Answer> => {
    const began = performance.now();
    const answer = await ask;
    times.push(performance.now() - began);
    requests++;
    return answer;
  };
  const issue = ({ origin }: Service, { client_id, client_secret }: Credentials) =>
    timed(
      call(`${origin}/v1/auth/token`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret }),
      }),
    );
  const inspect = ({ origin }: Service, token: string, asking: string) =>
    timed(
      call(`${origin}/v1/auth/introspect`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...bearer(asking) },
        body: JSON.stringify({ token }),
      }),
    );
  const [first, second] = instances as [Service, Service];
  const asking = (await issue(first, caller)).json.access_token;

  /** One token from one instance, looked at through both and by two APIs. */
  async function live(number: number): Promise<void> {
    const answer = await issue(number % 2 ? first : second, client);
    if (answer.status !== 200) {
      wrong.push(`no token: ${answer.status} ${answer.text}`);
      return;
    }
    tokens++;
    const token: string = answer.json.access_token;
    signers.add(String(decodeSegments(token).header.kid));
    const verdicts = await Promise.all([
      ...instances.map(async (instance) => {
        const { status, text } = await inspect(instance, token, asking);
        return text.startsWith('{"active":true') ? '' : `introspection: ${status} ${text}`;
      }),
      ...verifiers.map(async (verifier) => ((await verifier.verify(token)) ? '' : 'verification failed')),
    ]);
    wrong.push(...verdicts.filter((verdict) => verdict !== ''));
  }

  async function rotateKeys(): Promise<void> {
    for (let times = 0; times < KEY_ROTATIONS; times++) {
      await pause((SECONDS * 1000) / (KEY_ROTATIONS + 1));
      const answer = await portal.post('/signing-keys/rotate', { at_once: true });
      if (answer.status !== 200) wrong.push(`no rotation: ${answer.status} ${answer.text}`);
    }
  }

  async function rotateSecrets(): Promise<void> {
    const path = `/clients/${client.client_id}`;
    for (let times = 0; times < SECRET_ROTATIONS; times++) {
      await pause((SECONDS * 1000) / (SECRET_ROTATIONS + 1));
      const [{ id: current_secret_id }] = (await portal.get(path)).json.client.secrets;
      const answer = await portal.post(`${path}/secrets`, { overlap_seconds: 3600, current_secret_id });
      if (answer.status !== 201) wrong.push(`no rotation: ${answer.status} ${answer.text}`);
      // Both work until the old one is retired, which its owner does when nobody uses it any more.
      const before = underWay;
      client.client_secret = answer.json.client_secret;
      for (const done = finished + before; finished < done; ) await pause(5);
      const retired = await portal.delete(`${path}/secrets/${current_secret_id}`);
      if (retired.status !== 200) wrong.push(`not retired: ${retired.status} ${retired.text}`);
    }
  }

  let finished = 0;
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  const rotations = Promise.all([rotateKeys(), rotateSecrets()]);
  const lives: Promise<void>[] = [];
  for (let number = 0; passed() < SECONDS; number++) {
    while (passed() * TOKENS_A_SECOND < number || underWay >= MOST_UNDER_WAY) await pause(1);
    underWay++;
    lives.push(
      live(number)
        .catch((cause: Error) => void wrong.push(cause.message))
        .finally(() => {
          underWay--;
          finished++;
        }),
    );
  }
  await Promise.all([...lives, rotations]);
  const seconds = passed();

  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  console.log(
    [
      `Rotations under load: ${signers.size} keys signed, ${SECRET_ROTATIONS} secrets replaced`,
      `  requests ${requests}, tokens ${tokens} (${Math.round(tokens / seconds)} a second), p50 ${at(0.5)}, p99 ${at(0.99)}`,
      `  key sets fetched ${verifiers.map(({ fetches }) => fetches).join(' and ')} times, wrong answers ${wrong.length}`,
    ].join('\n'),
  );
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(signers.size).toBe(KEY_ROTATIONS + 1);
});
