import { describe, expect, test } from 'vitest';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import { expectInactive, expectRefusal, getToken, inspect, requestToken } from '../harness/wire';

const disable = async (clientId: string) => (await demoPortal()).post(`/clients/${clientId}/disable`);
const remove = async (clientId: string) => (await demoPortal()).delete(`/clients/${clientId}`);

describe('a client is deleted', () => {
  test('not while it is active: it is as it was', async () => {
    const client = await newClient();
    const answer = await remove(client.client_id);
    expect([answer.status, answer.json.error]).toEqual([409, 'conflict']);
    await getToken(SERVER, client);
  });

  test.each(doors)(
    'once it is disabled: its secret and its tokens are nobody’s, $name',
    async ({ origin }) => {
      const client = await newClient();
      const token = await getToken(origin, client);
      await disable(client.client_id);
      expect((await remove(client.client_id)).status).toBe(200);
      expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
      expectInactive(await inspect(origin, await getToken(origin, await newClient()), token));
      expect((await (await demoPortal()).get(`/clients/${client.client_id}`)).status).toBe(404);
      expect((await remove(client.client_id)).status).toBe(404);
    },
  );

  test('and the audit log still says who did it, and which secrets there were', async () => {
    const client = await newClient();
    const before = (await (await demoPortal()).get(`/clients/${client.client_id}`)).json.client.secrets[0];
    await disable(client.client_id);
    await remove(client.client_id);
    const { events } = (await (await demoPortal()).get('/activity')).json;
    const event = events.find(
      ({ action, target_id }: { action: string; target_id: string }) =>
        action === 'client.deleted' && target_id === client.client_id,
    );
    expect(event.detail).toMatchObject({
      name: 'Client of a test',
      secrets: [{ id: before.id, hint: before.hint, created_by: before.created_by }],
    });
    expect(JSON.stringify(event)).not.toContain(client.client_secret);
  });
});
