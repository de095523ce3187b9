import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { bearer, expectInactive, expectRefusal, FORM_TYPE, getToken, inspect } from '../harness/wire';

describe('a signed-in person has a token of their own', () => {
  const lab = useLab();
  let dataDir: string;
  let origin: string;
  let other: string;
  let onboarded: Onboarded;
  let portal: Portal;
  let machine: string;
  beforeAll(async () => {
    dataDir = lab.dataDir();
    origin = (await lab.start(dataDir)).origin;
    other = (await lab.start(dataDir)).origin;
    onboarded = await onboard(dataDir, 'People', 'owner@people.test');
    portal = await firstSignIn(origin, onboarded);
    machine = await getToken(origin, onboarded);
  });

  async function personToken(of: Portal = portal): Promise<string> {
    const answer = await of.post('/session/token');
    expect(answer.status, answer.text).toBe(201);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    return answer.json.access_token;
  }

  test('of fifteen minutes, with the documented claims', async () => {
    const { header, payload } = decodeSegments(await personToken());
    expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    expect(payload).toMatchObject({
      sub: expect.stringMatching(/^usr_/),
      tenant_id: onboarded.tenant_id,
      aud: 'gooclaim-api',
      token_use: 'human',
      sid: expect.stringMatching(/^ses_/),
      scope: 'workflow:read workflow:write audit:read claims:read claims:write',
    });
    expect((payload.exp as number) - (payload.iat as number)).toBe(900);
  });

  test('which introspection understands, asked by the tenant’s machines or by itself', async () => {
    const token = await personToken();
    for (const answer of [await inspect(origin, machine, token), await inspect(other, token, token)])
      expect(answer.json).toMatchObject({ active: true, token_use: 'human', token_type: 'Bearer' });
  });

  test('and nobody of another tenant', async () => {
    const stranger = await onboard(dataDir, 'Elsewhere', 'owner@elsewhere.test');
    expectInactive(await inspect(origin, await getToken(origin, stranger), await personToken()));
  });

  test('it dies with the session: sign-out ends it on every instance', async () => {
    const guest = new Portal(origin);
    expect(await guest.signIn(onboarded.admin.email, portal.password)).toBe(true);
    const token = await personToken(guest);
    expect((await inspect(other, machine, token)).json.active).toBe(true);
    await guest.signOut();
    for (const door of [origin, other]) {
      expectInactive(await inspect(door, machine, token));
      expectRefusal(await inspect(door, token, machine), 401, 'invalid_token');
    }
    expect((await inspect(other, machine, await personToken())).json.active).toBe(true);
  });

  test('they can revoke it themselves (RFC 7009)', async () => {
    const token = await personToken();
    const answer = await call(`${origin}/v1/auth/revoke`, {
      method: 'POST',
      headers: { ...FORM_TYPE, ...bearer(token) },
      body: new URLSearchParams({ token }).toString(),
    });
    expect(answer.status, answer.text).toBe(200);
    expectInactive(await inspect(other, machine, token));
  });

  test('a machine’s token cannot be passed off as a session', async () => {
    const answer = await call(`${origin}/api/portal/session/token`, {
      method: 'POST',
      headers: { ...bearer(machine), Origin: origin },
    });
    expect(answer.status).toBe(401);
  });
});
