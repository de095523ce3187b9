import { beforeAll, describe, expect, inject, test } from 'vitest';
import { decodeSegments } from '../harness/jwt';
import { doors, newClient } from '../harness/shared';
import type { Credentials } from '../harness/wire';
import { CURL, runSample } from './run-sample';
import { skipSaying, useTlsFront } from './use-tls-front';

const TOKEN = 'eyJhbGciOiJSUzI1NiIs...';

describe.each(doors)('seed 000, "Authentication", through $name', ({ origin }) => {
  const front = useTlsFront(origin);
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  test('step 2 and "Token verification": a token, and its introspection with the very same token', async (context) => {
    const missing = await CURL.missing();
    if (missing) skipSaying(missing, 'the curl samples', context);

    const printed = await runSample('000-token', CURL, front(), {
      your_client_id: client.client_id,
      your_client_secret: client.client_secret,
    });
    const answer = JSON.parse(printed);
    expect(Object.keys(answer)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'workflow:read audit:read',
    });
    expect(answer.access_token.startsWith(TOKEN.slice(0, -3))).toBe(true);

    // "JWT claims you'll receive", with their types.
    const { payload } = decodeSegments(answer.access_token);
    expect(payload).toMatchObject({
      sub: client.client_id,
      tenant_id: expect.stringMatching(/./),
      scope: 'workflow:read audit:read',
      aud: 'gooclaim-api',
      iss: inject('doors')[0]?.origin,
    });
    expect(Number.isInteger(payload.iat) && Number.isInteger(payload.exp)).toBe(true);

    const verdict = JSON.parse(
      await runSample('000-introspect', CURL, front(), { [TOKEN]: answer.access_token }),
    );
    expect(verdict).toMatchObject({
      active: true,
      tenant_id: payload.tenant_id,
      scope: 'workflow:read audit:read',
      exp: payload.exp,
    });
  });

  test("step 3: another API's address is not ours, and says so in JSON", async (context) => {
    const missing = await CURL.missing();
    if (missing) skipSaying(missing, 'the curl samples', context);
    const printed = await runSample('000-workflow', CURL, front(), { [TOKEN]: 'x.y.z' });
    expect(JSON.parse(printed)).toMatchObject({ error: 'invalid_request', request_id: expect.any(String) });
  });
});
