import { beforeAll, describe, expect, test } from 'vitest';
import { doors, newClient } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  getToken,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

describe.each(doors)('introspection, 400, 413 and 415, $name', ({ origin }) => {
  let client: Credentials;
  let own: string;
  beforeAll(async () => {
    client = await newClient();
    own = await getToken(origin, client);
  });

  test.each([
    ['nothing', {}, ''],
    ['nothing as JSON', JSON_TYPE, ''],
    ['nothing as a form', FORM_TYPE, ''],
    ['an empty object', JSON_TYPE, '{}'],
    ['an empty token', JSON_TYPE, '{"token":""}'],
    ['an empty token in a form', FORM_TYPE, 'token='],
    ['a token that is a number', JSON_TYPE, '{"token":1}'],
    ['a token that is null', JSON_TYPE, '{"token":null}'],
    ['a token that is an array', JSON_TYPE, '{"token":["a"]}'],
    ['a token that is an object', JSON_TYPE, '{"token":{}}'],
    ['a token twice in JSON', JSON_TYPE, '{"token":"a","token":"b"}'],
    ['a token twice in a form', FORM_TYPE, 'token=a&token=b'],
    ['truncated JSON', JSON_TYPE, '{"token":"a'],
    ['an array', JSON_TYPE, '["a"]'],
    ['a bare token as JSON', JSON_TYPE, 'eyJ.eyJ.abc'],
    ['deep arrays', JSON_TYPE, `{"token":${'['.repeat(7000)}${']'.repeat(7000)}}`],
  ])('invalid_request for %s', async (_, headers, body) => {
    const answer = await introspect(origin, { headers: { ...bearer(own), ...headers }, body });
    expectRefusal(answer, 400, 'invalid_request');
  });

  test('invalid_request for a bearer and a client secret at once', async () => {
    const body = JSON.stringify({ token: own, ...client });
    expectRefusal(
      await introspect(origin, { headers: { ...bearer(own), ...JSON_TYPE }, body }),
      400,
      'invalid_request',
    );
  });

  test('invalid_request for Basic and a client secret in the body at once', async () => {
    const headers = { ...basic(client.client_id, client.client_secret), ...JSON_TYPE };
    const body = JSON.stringify({ token: own, ...client });
    expectRefusal(await introspect(origin, { headers, body }), 400, 'invalid_request');
  });

  test('invalid_request for half a pair of client credentials', async () => {
    const body = JSON.stringify({ token: own, client_id: client.client_id });
    const answer = await introspect(origin, { headers: JSON_TYPE, body });
    expect([400, 401]).toContain(answer.status);
    expectRefusal(answer, answer.status, answer.status === 400 ? 'invalid_request' : 'invalid_token');
  });

  test('413 over 16 KiB', async () => {
    const answer = await introspect(origin, {
      headers: { ...bearer(own), ...JSON_TYPE },
      body: `{"token":"${'a'.repeat(16_384)}"}`,
    });
    expectRefusal(answer, 413, 'invalid_request');
  });

  test('415 for a media type it cannot read', async () => {
    const answer = await introspect(origin, {
      headers: { ...bearer(own), 'Content-Type': 'text/xml' },
      body: '<token/>',
    });
    expectRefusal(answer, 415, 'invalid_request');
  });
});
