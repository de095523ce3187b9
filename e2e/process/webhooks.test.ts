import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { useMailServer } from '../harness/mail-server';
import { Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { type Received, startReceiver } from '../harness/webhook-receiver';
import { readWelcome, type Welcome } from '../harness/welcome';
import { requestToken } from '../harness/wire';

const receiver = await startReceiver();

/** What is done in a process without keys is told by others, to a receiver that verifies with the library of the standard. */
describe.runIf(receiver)('webhooks', () => {
  const lab = useLab();
  const mailServer = useMailServer();
  const dataDir = lab.dataDir();
  const env = {
    NODE_EXTRA_CA_CERTS: receiver?.host.certificate.file,
    WEBHOOK_NETWORKS: '127.0.0.0/8',
    WEBHOOK_RETRY_SECONDS: '0,0',
    WEBHOOK_TIMEOUT_SECONDS: '1',
    RATE_LIMIT_TOKEN: '3',
  };
  const startApi = () => lab.start(dataDir, { env: { ...env, ROLE: 'api' } });
  let api: Service;
  let welcome: Welcome;
  let owner: Portal;

  beforeAll(async () => {
    api = await startApi();
    welcome = readWelcome(api.stdout()) as Welcome;
    const portal = await lab.start(dataDir, { env: { ROLE: 'portal' } });
    owner = new Portal(portal.origin);
    expect(await owner.signIn(welcome.email, welcome.password)).toBe(true);
  });
  afterAll(() => receiver.host.close());

  async function addWebhook(path: string, event_types: string[]): Promise<{ id: string; secret: string }> {
    const made = await owner.post('/webhooks', { url: receiver.url(path), event_types });
    expect(made.status, made.text).toBe(201);
    return { id: made.json.webhook.id, secret: made.json.secret };
  }
  const verified = ({ body, headers }: Received, secret: string) =>
    new Webhook(secret).verify(body, headers as Record<string, string>) as {
      type: string;
      timestamp: string;
      data: Record<string, unknown>;
    };
  const arrived = (path: string, count = 1) =>
    eventually(`${count} at ${path}`, () => receiver.at(path).length >= count && receiver.at(path));
  const over = (webhookId: string, deliveryId: string, state: string) =>
    eventually(`${deliveryId} is ${state}`, async () => {
      const { delivery } = (await owner.get(`/webhooks/${webhookId}/deliveries/${deliveryId}`)).json;
      return delivery.state === state && delivery;
    });
  const sendTest = async (webhookId: string): Promise<string> => {
    const answer = await owner.post(`/webhooks/${webhookId}/test`);
    expect(answer.status, answer.text).toBe(201);
    return answer.json.delivery.id;
  };
  const setStatus = (clientId: string, to: 'disable' | 'enable') => owner.post(`/clients/${clientId}/${to}`);

  test('tells what happened, signed, to those that listen, and nothing that is secret or of people', async () => {
    const all = [
      'secret.rotated',
      'secret.exposed',
      'client.disabled',
      'client.limit_reached',
      'signing_key.rotated',
    ];
    const { secret } = await addWebhook('/all', all);
    await addWebhook('/keys', ['signing_key.revoked']);
    const client = await owner.createClient('Claims intake');
    const path = `/clients/${client.client_id}`;
    const [{ id: first }] = (await owner.get(path)).json.client.secrets;
    // Three are allowed: what comes after the first refusal is told no second time.
    for (let calls = 0; calls < 6; calls++) await requestToken(api.origin, client);
    await fetch(`${api.origin}/v1/auth/token?client_secret=${client.client_secret}`, { method: 'POST' });
    const rotated = await owner.post(`${path}/secrets`, { overlap_seconds: 3600, current_secret_id: first });
    expect(rotated.status, rotated.text).toBe(201);
    expect((await setStatus(client.client_id, 'disable')).status).toBe(200);
    expect((await owner.post('/signing-keys/rotate', { at_once: true })).status).toBe(200);

    const messages = await arrived('/all', all.length);
    const told = messages.map((message) => verified(message, secret));
    expect(told.map(({ type }) => type).sort()).toEqual(all.sort());
    const of = (type: string) => told.find((event) => event.type === type)?.data;
    const whose = { client_id: client.client_id, client_name: 'Claims intake' };
    const user = (await owner.get('/session')).json.user;
    expect(of('secret.rotated')).toEqual({
      ...whose,
      by: { type: 'user', id: user.id },
      secret_id: rotated.json.secret_id,
      old_secret_id: first,
      old_secret_ends_at: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(of('secret.exposed')).toMatchObject({ ...whose, secret_id: first, where: 'url' });
    expect(of('client.disabled')).toEqual({ ...whose, by: { type: 'user', id: user.id } });
    expect(of('client.limit_reached')).toEqual({ ...whose, operation: 'token', limit_per_minute: 3 });
    expect(of('signing_key.rotated')).toEqual({ kid: expect.stringMatching(/./) });
    for (const { body, headers } of messages) {
      for (const secretText of [client.client_secret, rotated.json.client_secret, welcome.email, 'whsec_'])
        expect(body + JSON.stringify(headers)).not.toContain(secretText);
      expect(headers['content-type']).toBe('application/json');
    }
    const figures = await eventually('all are counted', async () => {
      const { text } = await call(`${api.origin}/metrics`);
      return text.includes(`gooclaim_webhook_tries_total{result="delivered"} ${all.length}`) && text;
    });
    // Counted now and then, perhaps while one was on its way.
    expect(figures).toMatch(/^gooclaim_webhook_deliveries_waiting \d+$/m);
    expect(figures).toMatch(/^gooclaim_webhook_deliveries_overdue 0$/m);
    // Each once, and nobody is told what they do not listen to.
    expect(new Set(messages.map(({ id }) => id)).size).toBe(all.length);
    expect(receiver.at('/keys')).toEqual([]);
    expect(() =>
      verified(messages[0] as Received, `whsec_${btoa('another secret of 32 bytes, made')}`),
    ).toThrow();
  });

  test('tries again after a 500 and after a hang, with the same id and body; by hand it is sent once more', async () => {
    receiver.answer('/flaky', (response, earlier) => {
      if (earlier === 0) response.writeHead(500).end('not \u0000 now\n'.repeat(500));
      else if (earlier > 1) response.writeHead(204).end();
    });
    const { id, secret } = await addWebhook('/flaky', ['client.disabled']);
    const delivery = await over(id, await sendTest(id), 'delivered');
    expect(delivery).toMatchObject({ tries: 3, last_status: 204, event_type: 'webhook.test' });
    const [third, second, first] = delivery.attempts;
    expect(third).toMatchObject({ number: 3, status: 204, fault: null, answer: '' });
    expect(second).toMatchObject({ status: null, fault: 'There was no whole answer in time.' });
    expect(second.duration_ms).toBeGreaterThanOrEqual(1000);
    expect(first).toMatchObject({ status: 500 });
    expect(first.answer).toContain('not \uFFFD now');
    expect(first.answer.length).toBeLessThanOrEqual(1024);
    const messages = receiver.at('/flaky');
    expect(new Set(messages.map((message) => message.id))).toEqual(new Set([delivery.event_id]));
    expect(new Set(messages.map(({ body }) => body))).toEqual(new Set([delivery.body]));
    expect(verified(messages[2] as Received, secret).type).toBe('webhook.test');

    const again = await owner.post(`/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
    expect(again.status, again.text).toBe(201);
    expect(again.json.delivery).toMatchObject({ redelivery_of: delivery.id, event_id: delivery.event_id });
    await over(id, again.json.delivery.id, 'delivered');
    expect(receiver.at('/flaky')).toHaveLength(4);
    expect(receiver.at('/flaky')[3]?.id).toBe(delivery.event_id);
    const log = (await owner.get(`/webhooks/${id}/deliveries?state=delivered`)).json.deliveries;
    expect(log.map((one: { id: string }) => one.id)).toEqual([again.json.delivery.id, delivery.id]);
    const { events } = (await owner.get(`/audit?target=${id}`)).json;
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      'webhook.redelivered',
      'webhook.test_sent',
      'webhook.created',
    ]);
  });

  test('connects to no private address and follows no redirect, and gives up in the end', async () => {
    for (const [url, words] of [
      ['http://hooks.example.com/', 'An https address'],
      ['https://user:password@hooks.example.com/', 'no user, password'],
    ]) {
      const refused = await owner.post('/webhooks', { url, event_types: ['secret.due'] });
      expect(refused.status).toBe(400);
      expect(refused.json.fields.url).toContain(words);
    }
    receiver.answer('/moved', (response) => response.writeHead(302, { Location: '/all' }).end());
    const moved = await addWebhook('/moved', ['secret.due']);
    const inside = await Promise.all(
      ['https://10.0.0.1/', 'https://[::ffff:169.254.169.254]/latest', 'https://[::1]/'].map(async (url) => {
        const made = await owner.post('/webhooks', { url, event_types: ['secret.due'] });
        expect(made.status, made.text).toBe(201);
        return made.json.webhook.id as string;
      }),
    );
    const [redirected, ...refused] = await Promise.all(
      [moved.id, ...inside].map(async (id) => over(id, await sendTest(id), 'failed')),
    );
    expect(redirected).toMatchObject({ tries: 3, last_status: 302, last_fault: null });
    for (const one of refused)
      expect(one).toMatchObject({
        last_status: null,
        last_fault: expect.stringContaining('private network'),
      });
    for (const id of inside) expect((await owner.delete(`/webhooks/${id}`)).status).toBe(200);
  });

  test('a rotated secret signs beside the new one until it ends', async () => {
    const { id, secret } = await addWebhook('/rotated', ['secret.due']);
    const rotate = async (overlap_seconds: number) =>
      (await owner.post(`/webhooks/${id}/secret`, { overlap_seconds })).json;
    const second = await rotate(3600);
    expect(second.webhook.secrets).toHaveLength(2);
    await over(id, await sendTest(id), 'delivered');
    const [both] = receiver.at('/rotated') as [Received];
    for (const one of [secret, second.secret]) expect(verified(both, one).type).toBe('webhook.test');
    const third = await rotate(0);
    expect(third.webhook.secrets).toHaveLength(1);
    await over(id, await sendTest(id), 'delivered');
    const latest = receiver.at('/rotated')[1] as Received;
    expect(verified(latest, third.secret).type).toBe('webhook.test');
    for (const one of [secret, second.secret]) expect(() => verified(latest, one)).toThrow();
  });

  test('of two instances one delivers; one that is killed leaves its work to the next', async () => {
    const other = await startApi();
    let open = 0;
    let mostOpen = 0;
    receiver.answer('/twice', (response) => {
      mostOpen = Math.max(mostOpen, ++open);
      setTimeout(() => {
        open--;
        response.end();
      }, 200);
    });
    await addWebhook('/twice', ['client.disabled']);
    const clients = await Promise.all(Array.from({ length: 6 }, (_, n) => owner.createClient(`Client ${n}`)));
    await Promise.all(clients.map(({ client_id }) => setStatus(client_id, 'disable')));
    const messages = await arrived('/twice', 6);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(6);
    // One tenant has two places in a process, however slowly its endpoints answer.
    expect(mostOpen).toBeLessThanOrEqual(4);
    expect(await other.stop('SIGTERM')).toBe(0);

    // In the middle of a try, and before the first try of another.
    receiver.answer('/held', (response, earlier) => {
      if (earlier > 0) response.end();
    });
    const held = await addWebhook('/held', ['secret.due']);
    const begun = await sendTest(held.id);
    await arrived('/held');
    api.child.kill('SIGKILL');
    await api.ended;
    const unseen = await addWebhook('/unseen', ['client.disabled', 'secret.due']);
    await setStatus(clients[0]?.client_id ?? '', 'enable');
    await setStatus(clients[0]?.client_id ?? '', 'disable');
    const sql = openDatabase(dataDir);
    await sql`UPDATE client_secrets SET created_at = now() - interval '91 days' WHERE client_id = ${welcome.client_id}`;
    await sql.end();
    expect(receiver.at('/unseen')).toEqual([]);

    api = await startApi();
    const told = (await arrived('/unseen', 2)).map((message) => verified(message, unseen.secret));
    expect(told.map(({ type }) => type).sort()).toEqual(['client.disabled', 'secret.due']);
    expect(told.find(({ type }) => type === 'secret.due')?.data).toMatchObject({
      client_id: welcome.client_id,
      stage: 'overdue',
    });
    const delivery = await over(held.id, begun, 'delivered');
    expect(receiver.at('/held').map(({ id }) => id)).toContain(delivery.event_id);
    expect(new Set(receiver.at('/held').map(({ id }) => id)).size).toBe(2);
    // Nobody was told anything twice meanwhile.
    expect(new Set((await arrived('/twice', 7)).map(({ id }) => id)).size).toBe(7);
  });

  test('an address that fails for five days is switched off, with a letter; one that is gone at once', async () => {
    receiver.answer('/dead', (response) => response.writeHead(503).end());
    receiver.answer('/gone', (response) => response.writeHead(410).end());
    const dead = await addWebhook('/dead', ['client.disabled']);
    const gone = await addWebhook('/gone', ['client.disabled']);
    await over(dead.id, await sendTest(dead.id), 'failed');
    expect((await owner.get(`/webhooks/${dead.id}`)).json.webhook).toMatchObject({
      enabled: true,
      failing_since: expect.stringMatching(/Z$/),
    });
    const sql = openDatabase(dataDir);
    const failingFor = (days: number) =>
      sql`UPDATE webhook_endpoints SET failing_since = now() - ${days} * interval '1 day' WHERE id = ${dead.id}`;
    // Nothing was sent there for days: what it failed at before that is no reason now.
    await failingFor(20);
    await sql`UPDATE webhook_tries SET at = at - interval '3 days' WHERE delivery_id IN
      (SELECT id FROM webhook_deliveries WHERE endpoint_id = ${dead.id})`;
    await over(dead.id, await sendTest(dead.id), 'failed');
    expect((await owner.get(`/webhooks/${dead.id}`)).json.webhook.enabled).toBe(true);
    await failingFor(5);
    await sql.end();
    const mail = await mailServer.start();
    await over(dead.id, await sendTest(dead.id), 'cancelled');
    await over(gone.id, await sendTest(gone.id), 'failed');
    for (const [{ id }, reason] of [
      [dead, 'failing'],
      [gone, 'gone'],
    ] as const) {
      const { webhook } = (await owner.get(`/webhooks/${id}`)).json;
      expect(webhook).toMatchObject({ enabled: false, disabled_reason: reason });
      expect((await owner.post(`/webhooks/${id}/test`)).status).toBe(409);
      const { events } = (await owner.get(`/audit?target=${id}&action=webhook.switched_off`)).json;
      expect(events).toHaveLength(1);
    }
    await lab.start(dataDir, { env: { ROLE: 'portal', SMTP_URL: mail.url } });
    await eventually('both letters', () => mail.to(welcome.email).length === 2);
    expect(mail.to(welcome.email)[0]?.headers.subject).toContain('a webhook was switched off');
    const on = await owner.patch(`/webhooks/${dead.id}`, { enabled: true });
    expect(on.json.webhook).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  });
});
