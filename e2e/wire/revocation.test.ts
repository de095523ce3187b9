import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { onboard } from '../harness/onboard';
import { firstSignIn } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  FORM_TYPE,
  getToken,
  inspect,
  JSON_TYPE,
} from '../harness/wire';

const revoke = (origin: string, headers: Record<string, string>, body: string): Promise<Answer> =>
  call(`${origin}/v1/auth/revoke`, { method: 'POST', headers, body });

const form = (token: string) => new URLSearchParams({ token }).toString();

describe.each(doors)('revocation, $name', ({ origin }) => {
  let client: Credentials;
  let asking: string;
  beforeAll(async () => {
    client = await newClient();
    asking = await getToken(origin, client);
  });
  const credentials = () => ({ ...FORM_TYPE, ...basic(client.client_id, client.client_secret) });

  test('200 with an empty body, and the token is inactive at this door at once, at every other within a second; others live on', async () => {
    const token = await getToken(origin, client);
    const other = await getToken(origin, client);
    const answer = await revoke(origin, credentials(), form(token));
    expectWireHeaders(answer);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' });
    expectInactive(await inspect(origin, asking, token));
    for (const door of doors) {
      // Mostly before the answer; that waits 0.3 s for them, and what is older than 0.7 s they do not believe.
      await expect
        .poll(async () => (await inspect(door.origin, asking, token)).json.active, { timeout: 1_000 })
        .toBe(false);
      expectInactive(await inspect(door.origin, asking, token));
      expect((await inspect(door.origin, asking, other)).json.active).toBe(true);
    }
  });

  test('a token can end itself; as a credential it is then refused, not called inactive', async () => {
    const token = await getToken(origin, client);
    const answer = await revoke(origin, { ...JSON_TYPE, ...bearer(token) }, JSON.stringify({ token }));
    expect(answer.status).toBe(200);
    expectRefusal(await inspect(origin, token, asking), 401, 'invalid_token');
  });

  test('twice is as good as once', async () => {
    const token = await getToken(origin, client);
    for (let time = 0; time < 2; time++)
      expect((await revoke(origin, credentials(), form(token))).status).toBe(200);
  });

  test.each(['garbage', 'a.b.c', 'eyJhbGciOiJSUzI1NiJ9.e30.'])(
    '200 for what was never a token: %s',
    async (token) => {
      const answer = await revoke(origin, credentials(), form(token));
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' });
    },
  );

  test("another client's token gets the same answer and lives on, of one's own tenant or not", async () => {
    const neighbour = await newClient();
    const email = `revocation-${randomBytes(4).toString('hex')}@b.test`;
    const stranger = await onboard(inject('dataDir'), 'Tenant B', email);
    for (const victim of [neighbour, stranger]) {
      const token = await getToken(origin, victim);
      const answer = await revoke(origin, credentials(), form(token));
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' });
      expect((await inspect(origin, token, token)).json.active).toBe(true);
    }
  });

  test('400 without a token, 401 without or with bad credentials', async () => {
    expectRefusal(await revoke(origin, credentials(), ''), 400, 'invalid_request');
    expectRefusal(await revoke(origin, FORM_TYPE, form(asking)), 401, 'invalid_token');
    expectRefusal(
      await revoke(origin, { ...FORM_TYPE, ...basic(client.client_id, 'wrong') }, form(asking)),
      401,
      'invalid_client',
    );
    expect((await inspect(origin, asking, asking)).json.active).toBe(true);
  });
});

describe('ending all tokens of a client', () => {
  test('ends those issued so far, by whichever secret, and none that is issued the moment after', async () => {
    const portal = await demoPortal();
    const client = await newClient();
    const asking = await getToken(SERVER, await newClient());
    const before = await getToken(SERVER, client);
    expect((await portal.post(`/clients/${client.client_id}/end-tokens`)).status).toBe(200);
    const after = await getToken(SERVER, client);
    for (const { origin } of doors) {
      expectInactive(await inspect(origin, asking, before));
      expect((await inspect(origin, asking, after)).json.active).toBe(true);
    }
  });

  test('a client that was disabled and enabled again does not get its old tokens back', async () => {
    const portal = await demoPortal();
    const client = await newClient();
    const asking = await getToken(SERVER, await newClient());
    const before = await getToken(SERVER, client);
    await portal.post(`/clients/${client.client_id}/disable`);
    expectInactive(await inspect(SERVER, asking, before));
    await portal.post(`/clients/${client.client_id}/enable`);
    expectInactive(await inspect(SERVER, asking, before));
    expect((await inspect(SERVER, asking, await getToken(SERVER, client))).json.active).toBe(true);
  });

  test("another tenant's client is none", async () => {
    const email = `end-tokens-${randomBytes(4).toString('hex')}@b.test`;
    const stranger = await onboard(inject('dataDir'), 'Tenant B', email);
    const portal = await firstSignIn(SERVER, stranger);
    const client = await newClient();
    expect((await portal.post(`/clients/${client.client_id}/end-tokens`)).status).toBe(404);
    const token = await getToken(SERVER, client);
    expect((await inspect(SERVER, token, token)).json.active).toBe(true);
  });
});
