import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../harness/call';
import { useLab } from '../harness/lab';
import { count, expectLimited, repeat } from '../harness/limits';
import { onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  type Credentials,
  expectRefusal,
  fingerprint,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

describe('networks a client may be used from', () => {
  const origin = SERVER;

  test('from elsewhere its right secret is refused as a wrong one, and the admin sees the address', async () => {
    const portal = await demoPortal();
    const client = await newClient();
    const before = await getToken(origin, client);
    await portal.changeClient(client.client_id, { allowed_networks: ['203.0.113.0/24', '2001:db8::/32'] });
    const refused = await requestToken(origin, client);
    expectRefusal(refused, 401, 'invalid_client');
    const wrong = await requestToken(origin, { ...client, client_secret: 'wrong' });
    expect(budgetless(refused)).toEqual(budgetless(wrong));
    // By its credentials it may not ask either; a token it has is judged for itself.
    expectRefusal(
      await introspect(origin, { headers: JSON_TYPE, body: JSON.stringify({ token: before, ...client }) }),
      401,
      'invalid_client',
    );
    expect((await inspect(origin, before, before)).json.active).toBe(true);

    const { events } = (await portal.get(`/clients/${client.client_id}/activity`)).json;
    expect(events).toContainEqual(
      expect.objectContaining({
        action: 'token.refused',
        address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
        detail: expect.objectContaining({ reason: 'network_not_allowed' }),
      }),
    );

    await portal.changeClient(client.client_id, { allowed_networks: ['127.0.0.0/8', '::1'] });
    await getToken(origin, client);
    await portal.changeClient(client.client_id, { allowed_networks: [] });
    await getToken(origin, client);
  });

  // Next alone, without a proxy that is trusted, has no address of its caller.
  test('where a caller’s address cannot be known, none is allowed', async () => {
    const client = await newClient();
    const { origin: nextAlone = '' } = doors.find(({ name }) => name === 'app router') ?? {};
    await getToken(nextAlone, client);
    await (await demoPortal()).changeClient(client.client_id, { allowed_networks: ['0.0.0.0/0', '::/0'] });
    expectRefusal(await requestToken(nextAlone, client), 401, 'invalid_client');
    await getToken(origin, client);
  });
});

/** Two refusals in a row differ in what is left of the budget. */
function budgetless(answer: Answer): unknown {
  const { 'ratelimit-remaining': _, 'ratelimit-reset': __, ...headers } = answer.headers;
  return fingerprint({ ...answer, headers });
}

describe('behind one trusted proxy', () => {
  const lab = useLab();
  let service: Service;
  let portal: Portal;
  let client: Credentials;
  beforeAll(async () => {
    const dataDir = lab.dataDir();
    service = await lab.start(dataDir, { env: { TRUSTED_PROXIES: '1' } });
    portal = await firstSignIn(service.origin, await onboard(dataDir, 'Networks', 'net@networks.test'));
    client = await portal.createClient();
    await portal.changeClient(client.client_id, {
      allowed_networks: ['203.0.113.0/24', '198.51.100.7', '2001:db8::/32'],
    });
  });

  const from = (forwardedFor: string) =>
    token(service.origin, {
      headers: { ...JSON_TYPE, 'X-Forwarded-For': forwardedFor },
      body: JSON.stringify({ grant_type: 'client_credentials', ...client }),
    });

  test.each(['203.0.113.9', '198.51.100.7', '2001:db8:1::1', '::ffff:203.0.113.9', '10.0.0.1, 203.0.113.9'])(
    '%s may',
    async (address) => expect((await from(address)).status).toBe(200),
  );

  test.each(['203.0.114.9', '198.51.100.8', '2001:db9::1', '203.0.113.9, 10.0.0.1', 'unknown', ''])(
    '%j may not, whatever a caller writes in front',
    async (address) => expectRefusal(await from(address), 401, 'invalid_client'),
  );

  test('whoever goes around the proxy is nowhere: not where the proxy is, which the list may hold', async () => {
    const near = await portal.createClient();
    await portal.changeClient(near.client_id, { allowed_networks: ['127.0.0.0/8', '::1'] });
    expectRefusal(await requestToken(service.origin, near), 401, 'invalid_client');
    expect((await from('203.0.113.9:4711')).status).toBe(200);
    expect((await from('[2001:db8:1::1]:4711')).status).toBe(200);
  });

  test('wrong secrets of one IPv6 household are counted as one, and shut out neither its owner nor the next one', async () => {
    const wrong = (address: string) =>
      token(service.origin, {
        headers: { ...JSON_TYPE, 'X-Forwarded-For': address },
        body: JSON.stringify({ grant_type: 'client_credentials', ...client, client_secret: 'wrong' }),
      });
    const answers = await repeat(60, (index) => wrong(`2001:db8:1:2::${(index + 1).toString(16)}`));
    expect(count(answers, 401)).toBe(60);
    expectLimited(await wrong('2001:db8:1:2::3d'), 60);
    expectRefusal(await wrong('2001:db8:1:3::1'), 401, 'invalid_client');
    expect((await from('2001:db8:1:2::1')).status).toBe(200);
  });
});
