import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { doors, portalDoors, SERVER } from '../harness/shared';
import { operate } from '../harness/tenant';
import {
  type Credentials,
  expectInactive,
  expectRefusal,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

/** Ended through the server, looked at through both doors: two processes that share nothing but the database. */
describe('tokens end at once, on every instance', () => {
  let onboarded: Onboarded;
  let portal: Portal;
  beforeAll(async () => {
    onboarded = await newTenant();
    portal = await firstSignIn(SERVER, onboarded);
  });

  const newTenant = () =>
    onboard(inject('dataDir'), 'Ending', `ending-${randomBytes(4).toString('hex')}@b.test`);

  /** Asked by a client whose own token is made anew each time: it has not been ended. */
  async function expectAll(expected: { active: string[]; ended: string[] }, by: Credentials = onboarded) {
    const asking = await getToken(SERVER, by);
    for (const { origin } of doors) {
      for (const token of expected.ended) expectInactive(await inspect(origin, asking, token));
      for (const token of expected.active)
        expect((await inspect(origin, asking, token)).json.active).toBe(true);
    }
  }

  /** One that is ended is no credential any more. */
  async function expectNoCredential(token: string) {
    for (const { origin } of doors) expectRefusal(await inspect(origin, token, token), 401, 'invalid_token');
  }

  async function personToken(of: Portal): Promise<string> {
    const answer = await of.post('/session/token');
    expect(answer.status, answer.text).toBe(201);
    return answer.json.access_token;
  }

  const lastEvent = async (action: string, of: Portal = portal) =>
    (await of.get('/activity')).json.events.find((event: { action: string }) => event.action === action);

  test('those of one secret, and not those of the other; the secret goes on working', async () => {
    const client = await portal.createClient();
    const path = `/clients/${client.client_id}`;
    const [{ id }] = (await portal.get(path)).json.client.secrets;
    const before = await getToken(SERVER, client);
    const rotated = await portal.post(`${path}/secrets`, { overlap_seconds: 3600, current_secret_id: id });
    const other = await getToken(SERVER, { ...client, client_secret: rotated.json.client_secret });
    const answer = await portal.post(`${path}/secrets/${id}/end-tokens`);
    expect(answer.status, answer.text).toBe(200);
    const after = await getToken(SERVER, client);
    await expectAll({ ended: [before], active: [other, after] });
    await expectNoCredential(before);
    expect(await lastEvent('secret.tokens_ended')).toMatchObject({ target_id: client.client_id });
  });

  test('those of a person, with every session of theirs; machines go on', async () => {
    const machine = await getToken(SERVER, onboarded);
    const [elsewhere, here] = [new Portal(SERVER), new Portal(SERVER)];
    for (const browser of [elsewhere, here])
      expect(await browser.signIn(onboarded.admin.email, portal.password)).toBe(true);
    const tokens = [await personToken(elsewhere), await personToken(here), await personToken(portal)];
    const { members } = (await portal.get('/members')).json;
    const [me] = members;
    expect(me).toMatchObject({
      email: onboarded.admin.email,
      role: 'owner',
      status: 'active',
      tokens_not_before: null,
    });
    expect(me.sessions).toBeGreaterThanOrEqual(3);

    const answer = await here.post(`/members/${me.id}/end-tokens`);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.member).toMatchObject({ id: me.id, sessions: 0 });
    for (const browser of [elsewhere, here, portal]) {
      for (const { origin } of portalDoors) {
        const asked = await new Portal(origin).call('/api/portal/session', {
          headers: { Cookie: browser.jar.header() },
        });
        expect(asked.status).toBe(401);
      }
    }
    await expectAll({ ended: tokens, active: [machine] });
    for (const token of tokens) await expectNoCredential(token);

    expect(await portal.signIn(onboarded.admin.email, portal.password)).toBe(true);
    await expectAll({ ended: tokens, active: [await personToken(portal)] });
    expect(await lastEvent('user.tokens_ended')).toMatchObject({
      target_id: me.id,
      actor: { type: 'user', id: me.id },
      detail: { user_email: onboarded.admin.email },
    });
    const again = (await portal.get('/members')).json;
    expect(again.members[0].sessions).toBe(1);
    expect(Date.parse(again.members[0].tokens_not_before)).toBeLessThanOrEqual(Date.parse(again.now));
  });

  test("a tenant's: of all its clients and people; secrets and sessions go on, other tenants notice nothing", async () => {
    const bystander = await newTenant();
    const theirs = await getToken(SERVER, bystander);
    const client = await portal.createClient();
    const ended = [
      await getToken(SERVER, client),
      await getToken(SERVER, onboarded),
      await personToken(portal),
    ];
    const answer = await portal.post('/tenant/end-tokens');
    expect(answer.status, answer.text).toBe(200);
    expect(Date.parse(answer.json.tenant.tokens_not_before)).toBeLessThanOrEqual(Date.parse(answer.json.now));
    await expectAll({ ended, active: [await getToken(SERVER, client), await personToken(portal)] });
    for (const token of ended) await expectNoCredential(token);
    await expectAll({ ended: [], active: [theirs] }, bystander);
    expect(await lastEvent('tenant.tokens_ended')).toMatchObject({ target_id: onboarded.tenant_id });
  });

  test('a suspended tenant is shut out with all it holds; resumed, it starts anew and no old token comes back', async () => {
    const suspended = await newTenant();
    const bystander = await newTenant();
    const browser = await firstSignIn(SERVER, suspended);
    const ended = [await getToken(SERVER, suspended), await personToken(browser)];
    const session = browser.jar.header();
    const dataDir = inject('dataDir');

    await operate(dataDir, 'suspend', suspended.tenant_id);
    for (const token of ended) await expectNoCredential(token);
    for (const { origin } of doors)
      expectRefusal(await requestToken(origin, suspended), 401, 'invalid_client');
    for (const { origin } of portalDoors) {
      const asked = await new Portal(origin).call('/api/portal/session', { headers: { Cookie: session } });
      expect(asked.status).toBe(401);
      expect(await new Portal(origin).signIn(suspended.admin.email, browser.password)).toBe(false);
    }
    await expectAll({ ended, active: [] }, bystander);

    await operate(dataDir, 'resume', suspended.tenant_id);
    for (const { origin } of portalDoors) {
      const asked = await new Portal(origin).call('/api/portal/session', { headers: { Cookie: session } });
      expect(asked.status).toBe(401);
    }
    for (const token of ended) await expectNoCredential(token);
    expect(await browser.signIn(suspended.admin.email, browser.password)).toBe(true);
    await expectAll(
      { ended, active: [await getToken(SERVER, suspended), await personToken(browser)] },
      suspended,
    );
    for (const action of ['tenant.suspended', 'tenant.resumed'])
      expect(await lastEvent(action, browser)).toMatchObject({
        target_id: suspended.tenant_id,
        actor: { type: 'operator' },
      });
  });

  test('by the operator, without shutting the tenant out', async () => {
    const token = await getToken(SERVER, onboarded);
    await operate(inject('dataDir'), 'end-tokens', onboarded.tenant_id);
    await expectAll({ ended: [token], active: [await getToken(SERVER, onboarded)] });
    expect(await lastEvent('tenant.tokens_ended')).toMatchObject({ actor: { type: 'operator' } });
  });
});
