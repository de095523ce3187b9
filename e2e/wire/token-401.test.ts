import { beforeAll, describe, expect, test } from 'vitest';
import { demoPortal, doors, newClient } from '../harness/shared';
import {
  basic,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  fingerprint,
  getToken,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

const UNKNOWN_ID = 'client_0000000000000000000000';
const SECRET_SHAPED = `gcs_local_${'0'.repeat(49)}`;
const FORM = 'grant_type=client_credentials';

describe.each(doors)('token, 401, $name', ({ origin }) => {
  let client: Credentials;
  let other: Credentials;
  let disabled: Credentials;
  let rotated: Credentials;
  beforeAll(async () => {
    const portal = await demoPortal();
    client = await newClient();
    other = await newClient();
    disabled = await newClient();
    rotated = await newClient();
    expect((await portal.post(`/clients/${disabled.client_id}/disable`)).status).toBe(200);
    const { client: seen } = (await portal.get(`/clients/${rotated.client_id}`)).json;
    const rotation = { overlap_seconds: 0, current_secret_id: seen.secrets[0].id };
    expect((await portal.post(`/clients/${rotated.client_id}/secrets`, rotation)).status).toBe(201);
  });

  const reasons = (): [string, Credentials][] => [
    ['unknown client', { client_id: UNKNOWN_ID, client_secret: client.client_secret }],
    ['an id of no form', { client_id: 'x', client_secret: 'y' }],
    ['wrong secret', { client_id: client.client_id, client_secret: SECRET_SHAPED }],
    ['disabled client', disabled],
    ['retired secret', rotated],
    ["another client's secret", { client_id: client.client_id, client_secret: other.client_secret }],
  ];

  // RateLimit-Remaining counts the caller's own failures for that id, known or not, so it may differ.
  const sameBytes = (answers: unknown[]) => {
    const [first, ...rest] = answers.map((answer) => {
      const { headers, ...print } = answer as { headers: Record<string, string> };
      const { 'ratelimit-remaining': _, 'ratelimit-reset': __, ...others } = headers;
      return { ...print, headers: others };
    });
    for (const one of rest) expect(one).toEqual(first);
  };

  test('invalid_client, and the same bytes, whatever the reason: in the body', async () => {
    const answers = [];
    for (const [, credentials] of reasons()) {
      const answer = await requestToken(origin, credentials);
      expectRefusal(answer, 401, 'invalid_client');
      // Nobody tried a header, so nobody is asked for one (RFC 6749 §5.2).
      expect(answer.headers['www-authenticate']).toBeUndefined();
      answers.push(fingerprint(answer));
    }
    sameBytes(answers);
  });

  test('invalid_client, and the same bytes, whatever the reason: by Basic, with its challenge', async () => {
    const answers = [];
    for (const [, { client_id, client_secret }] of reasons()) {
      const answer = await token(origin, {
        headers: { ...basic(client_id, client_secret), ...FORM_TYPE },
        body: FORM,
      });
      expectRefusal(answer, 401, 'invalid_client');
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="[^"]+"/);
      answers.push(fingerprint(answer));
    }
    sameBytes(answers);
  });

  test.each([
    ['cut by one character', (secret: string) => secret.slice(0, -1)],
    ['longer by one character', (secret: string) => `${secret}A`],
    ['in upper case', (secret: string) => secret.toUpperCase()],
    ['with a blank after it', (secret: string) => `${secret} `],
    ['an SQL injection', () => "' OR '1'='1"],
    ['as long as fits', () => 'A'.repeat(15_000)],
  ])('invalid_client for a secret %s', async (_, change) => {
    const answer = await requestToken(origin, { ...client, client_secret: change(client.client_secret) });
    expectRefusal(answer, 401, 'invalid_client');
  });

  test.each([
    ['an SQL injection', "x' OR 1=1 --"],
    ['a lone surrogate', '\ud800'],
    ['letters outside ASCII', 'client_é'],
    ['a wildcard', '%'],
    ['a prototype', '__proto__'],
    ['its own id in upper case', 'CLIENT'],
  ])('invalid_client for an id that is %s, never 500', async (_, client_id) => {
    expectRefusal(await requestToken(origin, { ...client, client_id }), 401, 'invalid_client');
  });

  test.each([
    ['no blank after the scheme', 'Basic'],
    ['nothing after the scheme', 'Basic '],
    ['characters outside the alphabet', 'Basic !!!!'],
    ['the URL-safe alphabet', 'Basic _-8_'],
    ['missing padding', 'Basic YTpiYw'],
    ['too much padding', 'Basic YTpi===='],
    ['a line of two parts', 'Basic YTpi YTpi'],
    ['no colon', `Basic ${Buffer.from('abc').toString('base64')}`],
    ['no id', `Basic ${Buffer.from(':secret').toString('base64')}`],
    ['no secret', `Basic ${Buffer.from('client_x:').toString('base64')}`],
    ['a NUL', `Basic ${Buffer.from('a\u0000:b').toString('base64')}`],
    ['bytes that are not UTF-8', `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`],
    ['a broken percent sign', `Basic ${Buffer.from('a%:b%zz').toString('base64')}`],
    ['a percent-encoded NUL', `Basic ${Buffer.from('a%00:b%00').toString('base64')}`],
    ['another scheme', 'Digest username="x"'],
    ['a bearer where a client is due', 'Bearer abc'],
    ['an unknown scheme', 'Negotiate abc'],
    ['empty', ''],
  ])('refuses an Authorization header with %s, never 500', async (_, Authorization) => {
    const answer = await token(origin, { headers: { Authorization, ...FORM_TYPE }, body: FORM });
    expect([400, 401]).toContain(answer.status);
    expectRefusal(answer, answer.status, answer.status === 401 ? 'invalid_client' : 'invalid_request');
  });

  // A lenient decoder takes all of these for the right credential, so that two headers mean one secret.
  test.each([
    [
      'unused bits set',
      (text: string) => text.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`),
    ],
    ['a blank inside', (text: string) => `${text.slice(0, 8)} ${text.slice(8)}`],
    ['the padding left out', (text: string) => text.replace(/=+$/, '')],
    ['more after the padding', (text: string) => `${text}AAAA`],
  ])('refuses the right secret in loosely written base64: %s', async (_, loosen) => {
    const pair = `${client.client_id}:${client.client_secret}`;
    // Padded, so that there are bits and characters to be loose with: an encoded letter makes the text longer by two.
    const variants = [pair, pair.replace('client', '%63lient'), pair.replace('client', '%63%6cient')];
    const encoded = variants
      .map((text) => Buffer.from(text).toString('base64'))
      .find((text) => /[^=]=$/.test(text));
    expect(encoded).toBeDefined();
    const loose = loosen(encoded as string);
    expect(loose).not.toBe(encoded);
    const headers = { Authorization: `Basic ${loose}`, ...FORM_TYPE };
    expectRefusal(await token(origin, { headers, body: FORM }), 401, 'invalid_client');
  });

  test('a failed attempt changes nothing for the owner', async () => {
    await requestToken(origin, { ...client, client_secret: SECRET_SHAPED });
    await getToken(origin, client);
  });

  test('a client that is enabled again gets tokens again', async () => {
    const portal = await demoPortal();
    const owned = await newClient();
    await getToken(origin, owned);
    await portal.post(`/clients/${owned.client_id}/disable`);
    expectRefusal(await requestToken(origin, owned), 401, 'invalid_client');
    await portal.post(`/clients/${owned.client_id}/enable`);
    await getToken(origin, owned);
  });

  test('the right credentials in a request without a content type are still checked', async () => {
    const body = JSON.stringify({ grant_type: 'client_credentials', ...client, client_secret: 'wrong' });
    expectRefusal(await token(origin, { headers: JSON_TYPE, body }), 401, 'invalid_client');
    expectRefusal(await token(origin, { body }), 401, 'invalid_client');
  });
});
