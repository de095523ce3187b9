import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { publishedKids } from '../harness/keys';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { useRedis } from '../harness/redis';
import type { Service } from '../harness/service';
import { operate } from '../harness/tenant';
import { basic, type Credentials, FORM_TYPE, getToken, introspect } from '../harness/wire';

/** What is changed through one instance holds on the other by then, in milliseconds (`threats.md`, "Process"). */
const BOUND_MS = 1_000;
/** Answers that must go on being the new one: a second connection or cache must not bring the old one back. */
const STEADY = 20;
/** How long it takes depends on when the other instance last read the keys. */
const KEY_CHANGES = 4;
/** For a figure of how long the slowest takes. */
const REVOCATIONS = 50;

const redis = useRedis();
const lab = useLab();
const dataDir = lab.dataDir();
let one: Service;
let two: Service;

beforeAll(async () => {
  // So that asking as fast as possible does not meet the limits.
  const env = {
    REDIS_URL: await redis.start(),
    RATE_LIMIT_TOKEN: '10000000',
    RATE_LIMIT_INTROSPECT: '10000000',
    RATE_LIMIT_INTROSPECT_FAILURE: '10000000',
  };
  one = await lab.start(dataDir, { env });
  two = await lab.start(dataDir, { env });
});

interface Times {
  /** Milliseconds from the moment in which the change was sent. */
  sent: number;
  /** The same from its acknowledgement. */
  acknowledged: number;
}
const measured = new Map<string, Times[]>();
/** How often the very first answer there was the new one. */
const atOnce = new Map<string, number>();
afterAll(() => {
  const figures = (times: number[]) => {
    const sorted = times.toSorted((a, b) => a - b);
    return [0.5, 0.99, 1]
      .map((share) => `${sorted[Math.ceil(share * sorted.length) - 1]} ms`.padStart(8))
      .join('');
  };
  const rows = [...measured].map(([change, times]) => {
    const row = `  ${change.padEnd(28)} ${String(times.length).padStart(4)}${figures(times.map((one) => one.acknowledged))}`;
    return `${row} ${String(atOnce.get(change) ?? 0).padStart(8)}  ${figures(times.map((one) => one.sent))}`;
  });
  console.log(
    [
      'Time to agreement, to the new answer there, the asking included: from the answer here, and from the request here.',
      'Changes by command are sent when the process is started.',
      '  change                      times     p50     p99     max  at once       p50     p99     max',
      ...rows,
    ].join('\n'),
  );
});

/**
 * Changes something here and asks there without a pause, until the new answer comes.
 *
 * @param change resolves when it was acknowledged
 * @param isNew whether the other instance knows
 */
async function expectAgreement(
  name: string,
  change: () => Promise<unknown>,
  isNew: () => Promise<boolean>,
  steady = STEADY,
): Promise<void> {
  expect(await isNew(), 'before the change').toBe(false);
  const sent = performance.now();
  await change();
  const acknowledged = performance.now();
  if (await isNew()) atOnce.set(name, (atOnce.get(name) ?? 0) + 1);
  else while (!(await isNew())) expect(performance.now() - acknowledged, name).toBeLessThan(10 * BOUND_MS);
  const now = performance.now();
  const took = { sent: Math.round(now - sent), acknowledged: Math.round(now - acknowledged) };
  for (let times = 0; times < steady; times++) expect(await isNew(), `${name}, later on`).toBe(true);
  measured.set(name, [...(measured.get(name) ?? []), took]);
  expect(took.acknowledged, name).toBeLessThan(BOUND_MS);
}

const introspectAs = ({ origin }: Service, client: Credentials, token: string) =>
  introspect(origin, {
    headers: { ...FORM_TYPE, ...basic(client.client_id, client.client_secret) },
    body: new URLSearchParams({ token }).toString(),
  });

/** Asked by its secret, since that outlives whatever happens to tokens. */
async function isInactive(instance: Service, caller: Credentials, token: string): Promise<boolean> {
  const answer = await introspectAs(instance, caller, token);
  expect(answer.status, answer.text).toBe(200);
  return !answer.json.active;
}

/** Not by asking for a token: after older ones were ended, a new one waits for the next second. */
const isRefused = async (instance: Service, client: Credentials) =>
  (await introspectAs(instance, client, 'x')).status === 401;

let tenants = 0;
const newTenant = (): Promise<Onboarded> => onboard(dataDir, 'Agreement', `agreement-${tenants++}@b.test`);

describe.each([
  ['from the first to the second', () => [one, two] as const],
  ['from the second to the first', () => [two, one] as const],
])('%s', (_direction, instances) => {
  let here: Service;
  let there: Service;
  let owner: Onboarded;
  let portal: Portal;
  beforeAll(async () => {
    [here, there] = instances();
    owner = await newTenant();
    await operate(dataDir, 'operator', owner.tenant_id);
    portal = await firstSignIn(here.origin, owner);
  });

  const post = async (path: string, body: unknown = {}) => {
    const answer = await portal.post(path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json;
  };
  const secretOf = async (client: Credentials): Promise<string> =>
    (await portal.get(`/clients/${client.client_id}`)).json.client.secrets[0].id;

  test('a token is revoked, again and again', async () => {
    for (let times = 0; times < REVOCATIONS; times++) {
      const token = await getToken(here.origin, owner);
      const revoke = () =>
        call(`${here.origin}/v1/auth/revoke`, {
          method: 'POST',
          headers: { ...FORM_TYPE, ...basic(owner.client_id, owner.client_secret) },
          body: new URLSearchParams({ token }).toString(),
        });
      await expectAgreement('token revoked', revoke, () => isInactive(there, owner, token), 1);
    }
  }, 120_000);

  test('a client is disabled, and enabled', async () => {
    const client = await portal.createClient();
    const path = `/clients/${client.client_id}`;
    const token = await getToken(here.origin, client);
    await expectAgreement(
      'client disabled',
      () => post(`${path}/disable`),
      async () => (await isInactive(there, owner, token)) && (await isRefused(there, client)),
    );
    await expectAgreement(
      'client enabled',
      () => post(`${path}/enable`),
      async () => !(await isRefused(there, client)),
    );
  });

  test.each([
    ['of a client', async ({ client_id }: Credentials) => post(`/clients/${client_id}/end-tokens`)],
    [
      'of a secret',
      async (client: Credentials) =>
        post(`/clients/${client.client_id}/secrets/${await secretOf(client)}/end-tokens`),
    ],
    ['of a tenant', async () => post('/tenant/end-tokens')],
  ])('the tokens %s are ended', async (whose, end) => {
    const client = await portal.createClient();
    const token = await getToken(here.origin, client);
    await expectAgreement(
      `tokens ${whose} ended`,
      () => end(client),
      () => isInactive(there, owner, token),
    );
  });

  test('the tokens of a person are ended', async () => {
    const tenant = await newTenant();
    const person = await firstSignIn(here.origin, tenant);
    const token = (await person.post('/session/token')).json.access_token;
    const [member] = (await person.get('/members')).json.members;
    await expectAgreement(
      'tokens of a person ended',
      () => person.post(`/members/${member.id}/end-tokens`),
      () => isInactive(there, tenant, token),
    );
  });

  test('a person signs out', async () => {
    const tenant = await newTenant();
    const person = await firstSignIn(here.origin, tenant);
    const token = (await person.post('/session/token')).json.access_token;
    await expectAgreement(
      'session ended',
      () => person.signOut(),
      () => isInactive(there, tenant, token),
    );
  });

  test('a tenant is suspended, and let in again', async () => {
    const tenant = await newTenant();
    await expectAgreement(
      'tenant suspended',
      () => operate(dataDir, 'suspend', tenant.tenant_id),
      () => isRefused(there, tenant),
    );
    await expectAgreement(
      'tenant resumed',
      () => operate(dataDir, 'resume', tenant.tenant_id),
      async () => !(await isRefused(there, tenant)),
    );
  });

  test('a secret is rotated, and the old one retired', async () => {
    const client = await portal.createClient();
    const path = `/clients/${client.client_id}/secrets`;
    const id = await secretOf(client);
    const rotated = { ...client };
    await expectAgreement(
      'new secret accepted',
      async () => {
        const answer = await post(path, { overlap_seconds: 3600, current_secret_id: id });
        rotated.client_secret = answer.client_secret;
      },
      async () => rotated.client_secret !== client.client_secret && !(await isRefused(there, rotated)),
    );
    expect(await isRefused(there, client)).toBe(false);
    await expectAgreement(
      'old secret retired',
      () => portal.delete(`${path}/${id}`),
      () => isRefused(there, client),
    );
  });

  test('the signing key is rotated, again and again', async () => {
    for (let times = 0; times < KEY_CHANGES; times++) {
      const before = await activeKid(there);
      await expectAgreement(
        'signing key rotated',
        () => post('/signing-keys/rotate', { at_once: true }),
        async () =>
          signerOf(await getToken(there.origin, owner)) !== before && (await activeKid(there)) !== before,
      );
      // Whichever of the two signs: the other knows the key.
      expect(await isInactive(there, owner, await getToken(here.origin, owner))).toBe(false);
      expect(await isInactive(here, owner, await getToken(there.origin, owner))).toBe(false);
    }
  });

  test('a signing key is revoked in an emergency, again and again', async () => {
    for (let times = 0; times < KEY_CHANGES; times++) {
      const token = await getToken(there.origin, owner);
      const kid = signerOf(token);
      await expectAgreement(
        'signing key revoked',
        () => post(`/signing-keys/${kid}/revoke`),
        async () =>
          (await isInactive(there, owner, token)) &&
          signerOf(await getToken(there.origin, owner)) !== kid &&
          !(await publishedKids(there.origin)).includes(kid),
      );
    }
  });
});

const signerOf = (token: string) => String(decodeSegments(token).header.kid);
/** The signing key is published first. */
const activeKid = async ({ origin }: Service) => (await publishedKids(origin))[0];
