import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Answer } from '../harness/call';
import { eventually } from '../harness/eventually';
import { onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { doors, SERVER } from '../harness/shared';
import {
  basic,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  fingerprint,
  requestToken,
  token,
} from '../harness/wire';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Well-formed, and nobody's. */
function inventedSecret(environment: string): string {
  const body = `gcs_${environment}_${randomBytes(43).reduce((text, byte) => text + BASE62[byte % 62], '')}`;
  let rest = crc32(body);
  let checksum = '';
  for (let place = 0; place < 6; place++, rest = Math.floor(rest / 62))
    checksum = BASE62[rest % 62] + checksum;
  return body + checksum;
}

let portal: Portal;
let stranger: Portal;
/** What each mistake looks like on the wire, and what the tenant's log then says. */
const MISTAKES: { name: string; client: Credentials; diagnosis: Record<string, unknown> }[] = [];

async function rotated(client: Credentials, overlap_seconds: number) {
  const path = `/clients/${client.client_id}`;
  const [{ id }] = (await portal.get(path)).json.client.secrets;
  const answer = await portal.post(`${path}/secrets`, { overlap_seconds, current_secret_id: id });
  expect(answer.status, answer.text).toBe(201);
  return { id, path, ...answer.json };
}

beforeAll(async () => {
  const tenantOf = async (name: string) =>
    firstSignIn(
      SERVER,
      await onboard(inject('dataDir'), name, `${name}-${randomBytes(4).toString('hex')}@b.test`),
    );
  portal = await tenantOf('diagnosed');
  stranger = await tenantOf('stranger');
  const good = await portal.createClient('Mistaken');
  const sends = (secret: string): Credentials => ({ ...good, client_secret: secret });
  const { client_secret: secret } = good;

  const retired = await portal.createClient('Has a retired secret');
  await rotated(retired, 0);
  const cancelled = await portal.createClient('Has a cancelled rotation');
  const rotation = await rotated(cancelled, 3600);
  expect((await portal.delete(`${rotation.path}/secrets/${rotation.secret_id}`)).status).toBe(200);
  const disabled = await portal.createClient('Is disabled');
  await portal.post(`/clients/${disabled.client_id}/disable`);
  const another = await portal.createClient('Another');
  const foreign = await stranger.createClient('Of a stranger');

  const current = { matches: 'current', client_id: good.client_id };
  MISTAKES.push(
    {
      name: 'a blank at its end',
      client: sends(`${secret} `),
      diagnosis: { verdict: 'whitespace', ...current },
    },
    { name: 'quotes', client: sends(`"${secret}"`), diagnosis: { verdict: 'quotes', ...current } },
    {
      name: 'percent-encoded twice',
      client: sends(secret.replaceAll('_', '%255F')),
      diagnosis: { verdict: 'percent_encoded', ...current },
    },
    {
      name: 'retired',
      client: retired,
      diagnosis: { verdict: 'retired', since: expect.stringMatching(/^\d{4}-/) },
    },
    {
      name: 'of a cancelled rotation',
      client: { ...cancelled, client_secret: rotation.client_secret },
      diagnosis: { verdict: 'cancelled', secret_id: rotation.secret_id },
    },
    {
      name: 'of another client',
      client: sends(another.client_secret),
      diagnosis: { verdict: 'another_clients', matches: 'current', client_id: another.client_id },
    },
    { name: 'of another tenant', client: sends(foreign.client_secret), diagnosis: { verdict: 'unknown' } },
    { name: 'invented', client: sends(inventedSecret('local')), diagnosis: { verdict: 'unknown' } },
    {
      name: 'of another environment',
      client: sends(inventedSecret('staging')),
      diagnosis: { verdict: 'other_environment', environment: 'staging', expected_environment: 'local' },
    },
    {
      name: 'with a typo',
      client: sends(secret.slice(0, -1) + (secret.endsWith('x') ? 'y' : 'x')),
      diagnosis: { verdict: 'checksum' },
    },
    { name: 'cut off', client: sends(secret.slice(0, 40)), diagnosis: { verdict: 'truncated' } },
    { name: 'an ID in its place', client: sends(good.client_id), diagnosis: { verdict: 'not_a_secret' } },
    { name: 'right, of a disabled client', client: disabled, diagnosis: { verdict: 'current' } },
  );
});

/** What the tenant's log says of a refusal, once it has been looked into. */
async function diagnosisOf(answer: Answer): Promise<Record<string, unknown>> {
  const { request_id } = answer.json;
  const event = await eventually(`the refusal ${request_id} is explained`, async () => {
    const [found] = (await portal.get(`/requests/${request_id}`)).json.events;
    return found?.detail.diagnosis ? found : undefined;
  });
  expect(event).toMatchObject({ action: 'token.refused', outcome: 'failure', request_id });
  return event.detail.diagnosis;
}

describe.each(doors)('a refused secret, $name', ({ origin }) => {
  test('is told alike to its sender, and by its mistake to its own tenant alone', async () => {
    const answers: Answer[] = [];
    for (const { client } of MISTAKES) {
      const answer = await requestToken(origin, client);
      expectRefusal(answer, 401, 'invalid_client');
      answers.push(answer);
    }
    const bytes = ({ headers: { 'ratelimit-remaining': _, ...headers }, ...answer }: Answer) =>
      fingerprint({ ...answer, headers } as Answer);
    for (const answer of answers) expect(bytes(answer)).toEqual(bytes(answers[0] as Answer));

    for (const [place, { name, client, diagnosis }] of MISTAKES.entries()) {
      const answer = answers[place] as Answer;
      const found = await diagnosisOf(answer);
      expect(found, name).toMatchObject(diagnosis);
      if (diagnosis.verdict === 'unknown') expect(found).toEqual({ verdict: 'unknown' });
      const { text } = await portal.get(`/requests/${answer.json.request_id}`);
      // An ID is no secret, and in the row anyway.
      if (diagnosis.verdict !== 'not_a_secret')
        expect(text, name).not.toContain(client.client_secret.slice(-12));
      expect((await stranger.get(`/requests/${answer.json.request_id}`)).status, name).toBe(404);
    }
  });

  test('with the line break that echo and files leave is counted and explained as well', async () => {
    const client = await portal.createClient();
    const answer = await token(origin, {
      headers: { ...basic(client.client_id, `${client.client_secret}\n`), ...FORM_TYPE },
      body: 'grant_type=client_credentials',
    });
    expectRefusal(answer, 401, 'invalid_client');
    expect(await diagnosisOf(answer)).toMatchObject({ verdict: 'whitespace', matches: 'current' });
  });
});

describe('"Test this secret"', () => {
  test('says the same without a token, and keeps the verdict alone', async () => {
    const tester = await portal.createClient('Tested');
    const test = (secret: string) => portal.post(`/clients/${tester.client_id}/secrets/test`, { secret });
    const right = await test(tester.client_secret);
    expect(right.json).toMatchObject({
      diagnosis: { verdict: 'current' },
      client: { client_id: tester.client_id, name: 'Tested' },
    });
    expect((await test(`${tester.client_secret}\n`)).json.diagnosis).toMatchObject({ verdict: 'whitespace' });

    const { text, json } = await portal.get(`/clients/${tester.client_id}/activity`);
    expect(json.events.slice(0, 2)).toMatchObject([
      { action: 'secret.tested', detail: { diagnosis: { verdict: 'whitespace' } } },
      { action: 'secret.tested', detail: { diagnosis: { verdict: 'current' } } },
    ]);
    expect(text).not.toContain(tester.client_secret.slice(10, 30));
    const [secret] = (await portal.get(`/clients/${tester.client_id}`)).json.client.secrets;
    expect(secret.last_use).toBeNull();
  });

  test('says whose a found one is, to its own tenant, and to a person ten times a minute', async () => {
    const lost = await stranger.createClient('Lost its secret');
    const ask = (by: Portal) => by.post('/secrets/test', { secret: lost.client_secret });
    expect((await ask(stranger)).json).toMatchObject({ client: { name: 'Lost its secret' } });
    expect((await ask(portal)).json).toMatchObject({ diagnosis: { verdict: 'unknown' }, client: null });
    for (let more = 0; more < 9; more++) expect((await ask(stranger)).status).toBe(200);
    const refused = await ask(stranger);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});
