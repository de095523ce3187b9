import { describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually';
import { demoPortal, doors, newClient } from '../harness/shared';
import { type Credentials, expectRefusal, getToken, inspect, requestToken } from '../harness/wire';

async function secretsOf({ client_id }: Credentials) {
  return (await (await demoPortal()).get(`/clients/${client_id}`)).json.client.secrets;
}

async function rotate(client: Credentials, overlap_seconds: number) {
  const [current] = await secretsOf(client);
  const portal = await demoPortal();
  const answer = await portal.post(`/clients/${client.client_id}/secrets`, {
    overlap_seconds,
    current_secret_id: current.id,
  });
  return { answer, rotated: { ...client, client_secret: answer.json.client_secret } as Credentials };
}

const retire = async (client: Credentials, secretId: string) =>
  (await demoPortal()).delete(`/clients/${client.client_id}/secrets/${secretId}`);

describe.each(doors)('rotation as the wire sees it, $name', ({ origin }) => {
  test('with an overlap both secrets work, until the old one is retired', async () => {
    const client = await newClient();
    const { answer, rotated } = await rotate(client, 3600);
    expect(answer.status).toBe(201);
    await getToken(origin, client);
    await getToken(origin, rotated);
    const [current, old] = await secretsOf(client);
    expect([current.state, old.state]).toEqual(['current', 'old']);
    expect((await retire(client, old.id)).status).toBe(200);
    expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
    await getToken(origin, rotated);
  });

  test('without an overlap the old one ends at once', async () => {
    const client = await newClient();
    const { rotated } = await rotate(client, 0);
    expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
    await getToken(origin, rotated);
  });

  test('a token outlives the rotation of the secret it was issued for', async () => {
    const client = await newClient();
    const token = await getToken(origin, client);
    const { rotated } = await rotate(client, 0);
    expect((await inspect(origin, await getToken(origin, rotated), token)).json.active).toBe(true);
  });

  test('a cancelled rotation leaves the old secret as it was, and the new one dead', async () => {
    const client = await newClient();
    const { answer, rotated } = await rotate(client, 3600);
    expect((await retire(client, answer.json.secret_id)).status).toBe(200);
    expectRefusal(await requestToken(origin, rotated), 401, 'invalid_client');
    await getToken(origin, client);
    const live = (await secretsOf(client)).filter(({ state }: { state: string }) => state === 'current');
    expect(live).toMatchObject([{ expires_at: null }]);
  });

  test('the live secret still works after twenty cancelled rotations', async () => {
    const client = await newClient();
    const [{ id }] = await secretsOf(client);
    for (let i = 0; i < 20; i++) {
      const portal = await demoPortal();
      const started = await portal.post(`/clients/${client.client_id}/secrets`, {
        overlap_seconds: 3600,
        current_secret_id: id,
      });
      expect(started.status, started.text).toBe(201);
      expect((await retire(client, started.json.secret_id)).status).toBe(200);
    }
    await getToken(origin, client);
  });

  test('two rotations at once: one winner, a clear word for the other, two live secrets at most', async () => {
    const client = await newClient();
    const [current] = await secretsOf(client);
    const portal = await demoPortal();
    const body = { overlap_seconds: 3600, current_secret_id: current.id };
    const answers = await Promise.all(
      [1, 2, 3].map(() => portal.post(`/clients/${client.client_id}/secrets`, body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const live = (await secretsOf(client)).filter(({ state }: { state: string }) =>
      ['current', 'old'].includes(state),
    );
    expect(live.length).toBe(2);
  });

  test('the last live secret cannot be retired', async () => {
    const client = await newClient();
    const [only] = await secretsOf(client);
    expect((await retire(client, only.id)).status).toBe(409);
    await getToken(origin, client);
  });

  test('what a secret was last used for is seen within a second', async () => {
    const client = await newClient();
    expect((await secretsOf(client))[0].last_use).toBeNull();
    await requestToken(origin, client);
    await requestToken(origin, client);
    const use = await eventually(
      'both uses are seen',
      async () => {
        const { last_use } = (await secretsOf(client))[0];
        return last_use?.count === 2 && last_use;
      },
      1,
    );
    expect(Math.abs(Date.parse(use.at) - Date.now())).toBeLessThan(30_000);
  });

  test('a secret is shown once and never again', async () => {
    const client = await newClient();
    const portal = await demoPortal();
    for (const path of [
      `/clients/${client.client_id}`,
      '/clients',
      `/clients/${client.client_id}/activity`,
      '/activity',
    ])
      expect((await portal.get(path)).text).not.toContain(client.client_secret.slice(0, -5));
    expect((await secretsOf(client))[0].hint).toBe(client.client_secret.slice(-4));
  });

  test('every issued and refused token leaves a row under its request id, without the token or the secret', async () => {
    const client = await newClient();
    const issued = await requestToken(origin, client);
    const refused = await requestToken(origin, { ...client, client_secret: 'a wrong one' });
    const scope = await requestToken(origin, client, { scope: 'claims:write' });
    const answer = await (await demoPortal()).get(`/clients/${client.client_id}/activity`);
    const rows = Object.fromEntries(
      answer.json.events.map((event: { request_id: string; action: string; outcome: string }) => [
        event.request_id,
        `${event.action} ${event.outcome}`,
      ]),
    );
    expect(rows[issued.headers['x-request-id'] ?? '']).toBe('token.issued success');
    expect(rows[refused.headers['x-request-id'] ?? '']).toBe('token.refused failure');
    expect(rows[scope.headers['x-request-id'] ?? '']).toBe('token.refused failure');
    expect(answer.text).not.toContain('eyJ');
    expect(answer.text).not.toContain('a wrong one');
    expect(answer.text).not.toContain(client.client_secret);
  });
});
