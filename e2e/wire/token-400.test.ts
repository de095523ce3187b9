import { beforeAll, describe, expect, test } from 'vitest';
import { doors, newClient } from '../harness/shared';
import {
  basic,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

const GRANT = { grant_type: 'client_credentials' };
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe.each(doors)('token, 400, $name', ({ origin }) => {
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  const json = (body: string | Uint8Array) => token(origin, { headers: JSON_TYPE, body });
  const form = (body: string) => token(origin, { headers: FORM_TYPE, body });
  const fields = (more: Record<string, unknown> = {}) => JSON.stringify({ ...GRANT, ...client, ...more });
  const pairs = () => new URLSearchParams({ ...GRANT, ...client }).toString();

  test.each([
    ['nothing as JSON', JSON_TYPE, ''],
    ['blanks as JSON', JSON_TYPE, ' \n '],
    ['nothing as a form', FORM_TYPE, ''],
    ['nothing at all', {}, ''],
    ['truncated JSON', JSON_TYPE, '{"grant_type": "client_cred'],
    ['JSON with a trailing comma', JSON_TYPE, '{"grant_type":"client_credentials",}'],
    ['JSON with more after it', JSON_TYPE, '{"grant_type":"client_credentials"} {}'],
    ['JSON in single quotes', JSON_TYPE, "{'grant_type':'client_credentials'}"],
    ['JSON behind a byte order mark and garbage', JSON_TYPE, '\uFEFFx{"grant_type":"client_credentials"}'],
    ['an array', JSON_TYPE, '[{"grant_type":"client_credentials"}]'],
    ['a string', JSON_TYPE, '"client_credentials"'],
    ['a number', JSON_TYPE, '42'],
    ['null', JSON_TYPE, 'null'],
    ['an empty object', JSON_TYPE, '{}'],
    ['a form labelled as JSON', JSON_TYPE, 'grant_type=client_credentials'],
    ['JSON labelled as a form but broken', FORM_TYPE, '{"grant_type":'],
    ['deep arrays', JSON_TYPE, deep(8000)],
    ['deep arrays in a parameter', JSON_TYPE, `{"grant_type":${deep(8000)}}`],
    ['deep objects', JSON_TYPE, `${'{"a":'.repeat(2500)}1${'}'.repeat(2500)}`],
  ])('invalid_request for %s', async (_, headers, body) => {
    expectRefusal(await token(origin, { headers, body }), 400, 'invalid_request');
  });

  test.each(['grant_type', 'client_id', 'client_secret'])(
    'invalid_request when %s is missing, and it is named',
    async (name) => {
      const answer = await json(fields({ [name]: undefined }));
      expectRefusal(answer, 400, 'invalid_request');
      expect(answer.json.error_description).toContain(name);
    },
  );

  test.each(['grant_type', 'client_id', 'client_secret'])(
    'invalid_request when %s is empty',
    async (name) => {
      expectRefusal(await json(fields({ [name]: '' })), 400, 'invalid_request');
    },
  );

  test.each(['grant_type', 'client_id', 'client_secret', 'scope'])(
    'invalid_request when %s is of another type',
    async (name) => {
      for (const value of [1, true, null, ['x'], { x: 1 }, [], {}])
        expectRefusal(await json(fields({ [name]: value })), 400, 'invalid_request');
    },
  );

  test.each(['grant_type', 'client_id', 'client_secret', 'scope'])(
    'invalid_request when a form repeats %s',
    async (name) => {
      const value = { ...GRANT, ...client, scope: 'audit:read' }[name] ?? '';
      const body = `${pairs()}&scope=audit%3Aread&${new URLSearchParams({ [name]: value })}`;
      expectRefusal(await form(body), 400, 'invalid_request');
    },
  );

  // One parser keeps the first of two equal keys, another the last: a proxy and the service would see two requests.
  test.each([
    ['as it is', '"client_id"'],
    ['with an escape', '"client\\u005fid"'],
  ])('invalid_request when JSON repeats a key %s', async (_, key) => {
    expectRefusal(await json(fields().replace('{', `{${key}:"client_other",`)), 400, 'invalid_request');
  });

  test.each([
    ['NUL', '\u0000'],
    ['a line break', '\n'],
    ['a carriage return', '\r'],
    ['escape', '\u001b'],
    ['delete', '\u007f'],
  ])('invalid_request for %s in any parameter', async (_, character) => {
    for (const [name, value] of Object.entries({ ...GRANT, ...client, scope: 'audit:read' })) {
      const spoilt = { [name]: `${value}${character}` };
      expectRefusal(await json(fields(spoilt)), 400, 'invalid_request');
      expectRefusal(
        await form(new URLSearchParams({ ...GRANT, ...client, ...spoilt }).toString()),
        400,
        'invalid_request',
      );
    }
  });

  test('invalid_request for raw NUL bytes in a body', async () => {
    expectRefusal(
      await json(fields().replace('client_credentials', 'client\u0000credentials')),
      400,
      'invalid_request',
    );
  });

  test.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a truncated sequence', [0xe2, 0x82]],
  ])('invalid_request for %s, which is not UTF-8', async (_, bytes) => {
    const [start = '', end = ''] = fields({ scope: '|' }).split('|');
    const body = Buffer.concat([Buffer.from(start), Buffer.from(bytes), Buffer.from(end)]);
    expectRefusal(await json(body), 400, 'invalid_request');
  });

  test('invalid_request for two authentication methods at once', async () => {
    const headers = basic(client.client_id, client.client_secret);
    expectRefusal(
      await token(origin, { headers: { ...headers, ...JSON_TYPE }, body: fields() }),
      400,
      'invalid_request',
    );
    expectRefusal(
      await token(origin, { headers: { ...headers, ...FORM_TYPE }, body: pairs() }),
      400,
      'invalid_request',
    );
  });

  test('invalid_request when Basic and the body name different clients', async () => {
    const headers = { ...basic(client.client_id, client.client_secret), ...JSON_TYPE };
    const body = JSON.stringify({ ...GRANT, client_id: 'client_0000000000000000000000' });
    expectRefusal(await token(origin, { headers, body }), 400, 'invalid_request');
  });

  test('invalid_request for a client assertion beside a right secret', async () => {
    const assertion = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'eyJ.eyJ.x',
    };
    expectRefusal(await json(fields(assertion)), 400, 'invalid_request');
  });

  test.each([
    'CLIENT_CREDENTIALS',
    'Client_Credentials',
    ' client_credentials',
    'client_credentials ',
    'password',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    '__proto__',
    "' OR 1=1 --",
  ])('unsupported_grant_type for %j', async (grant_type) => {
    expectRefusal(await json(fields({ grant_type })), 400, 'unsupported_grant_type');
  });

  test.each(['authorization_code', 'refresh_token'])(
    'unauthorized_client for %s: it is for apps',
    async (grant_type) => {
      expectRefusal(await json(fields({ grant_type })), 400, 'unauthorized_client');
    },
  );

  test.each([
    ['a scope that was not granted', 'claims:write'],
    ['one granted and one not: never a silent cut', 'workflow:read claims:write'],
    ['another case', 'AUDIT:READ'],
    ['a wildcard', '*'],
    ['a prefix of a granted one', 'audit'],
    ['a leading space', ' audit:read'],
    ['two spaces', 'workflow:read  audit:read'],
    ['a comma', 'workflow:read,audit:read'],
    ['a quote', 'audit:read"'],
    ['letters outside ASCII', 'audit:read\u00e9'],
  ])('invalid_scope for %s', async (_, scope) => {
    expectRefusal(await requestToken(origin, client, { scope }), 400, 'invalid_scope');
  });

  test('a refused request names nothing of what was sent', async () => {
    const canary = 'canary-9f3k2';
    for (const body of [fields({ scope: canary }), fields({ grant_type: canary }), `{"${canary}`])
      expect((await json(body)).text).not.toContain(canary);
  });
});
