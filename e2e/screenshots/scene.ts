import { call } from '../harness/call';
import { openDatabase } from '../harness/database';
import { account, join, newPassword } from '../harness/people';
import { Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import type { Welcome } from '../harness/welcome';
import { type Credentials, JSON_TYPE } from '../harness/wire';
import { age, inventPast, type Traffic } from './past';

/** What the pictures are taken of. */
export interface Scene {
  origin: string;
  email: string;
  password: string;
  app: string;
  webhook: string;
  /** In order of their making; the first is the one that rotates. */
  clients: Record<'payouts' | 'intake' | 'members' | 'fraud' | 'legacy' | 'export' | 'reports', Credentials>;
  /** A token that is good, one of another client, and one whose minute is soon over. */
  tokens: { good: string; other: string; short: string };
}

const BACKENDS = {
  payouts: ['Payout service', ['claims:read', 'workflow:read', 'workflow:write'], 84, 1.5, 9, 0],
  intake: ['Claims intake', ['claims:read', 'claims:write', 'workflow:write'], 23, 3, 14, 0],
  members: ['Member portal', ['claims:read', 'webhooks:deliver'], 79, 0.9, 22, 0],
  fraud: ['Fraud scoring', ['claims:read', 'audit:read'], 41, 2, 6, 2],
  legacy: ['Legacy CMS import', ['claims:write'], 97, 0.8, 0, 60],
  export: ['Nightly export', ['audit:read', 'claims:read'], 12, 0.7, 1, 0],
  reports: ['Regulator reports', ['audit:read'], 55, 0.6, 0.7, 0],
} as const;

/** A machine of its own: another address, which a proxy in front tells, and another program. */
const machine = (
  { origin }: { origin: string },
  { client_id, client_secret }: Credentials,
  address: string,
  agent: string,
) =>
  call(`${origin}/v1/auth/token`, {
    method: 'POST',
    headers: { ...JSON_TYPE, 'User-Agent': agent, 'X-Forwarded-For': address },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret }),
  });

const tokenOf = async (...asked: Parameters<typeof machine>): Promise<string> => {
  const answer = await machine(...asked);
  if (answer.status !== 200) throw new Error(`No token for the scene: ${answer.text}`);
  return answer.json.access_token;
};

/** A claims administrator in the middle of its day. @param service started with one trusted proxy */
export async function prepare(service: Service, { email, password }: Welcome): Promise<Scene> {
  const { origin } = service;
  const owner = new Portal(origin);
  if (!(await owner.signIn(email, password))) throw new Error('The demo admin could not sign in.');
  const tenantId = (await owner.get('/session')).json.tenant.id;
  await join(owner, 'developer', 'mira.osei@northwind.test');
  await join(owner, 'viewer', 'jonas.weber@northwind.test');
  await owner.post('/members/invitations', { email: 'ana.costa@northwind.test', role: 'admin' });
  await account(new Portal(origin), '/invitation/accept', { token: 'A'.repeat(43), password: newPassword() });
  const registered = await owner.post('/apps', {
    name: 'Claims copilot',
    redirect_uris: ['https://copilot.northwind.test/callback'],
    mcp_access: true,
  });
  const app: string = registered.json.app.id;

  // Nobody knows the name, so that one is there whose deliveries fail.
  const added = await owner.post('/webhooks', {
    url: 'https://hooks.northwind.test/gooclaim',
    description: 'On-call channel',
    event_types: ['secret.due', 'secret.rotated', 'secret.exposed', 'client.disabled'],
  });
  const webhook: string = added.json.webhook.id;

  const db = openDatabase(service.dataDir);
  try {
    await db`UPDATE tenants SET name = 'Northwind Claims' WHERE id = ${tenantId}`;
    const clients = {} as Scene['clients'];
    const traffic: Traffic[] = [];
    for (const [key, [name, scopes, days, tokens, introspections, refused]] of Object.entries(BACKENDS)) {
      const client = await owner.createClient(name, [...scopes]);
      clients[key as keyof typeof BACKENDS] = client;
      await age(db, client.client_id, days);
      const [secret] = (await owner.get(`/clients/${client.client_id}`)).json.client.secrets;
      traffic.push({ clientId: client.client_id, credentialId: secret.id, tokens, introspections, refused });
    }
    const at = { origin };
    const { payouts, intake, members, fraud, legacy, reports } = clients;
    const other = await tokenOf(at, intake, '10.20.4.11', 'claims-intake/2.8');
    const good = await tokenOf(at, fraud, '10.20.6.3', 'python-requests/2.32');
    await tokenOf(at, members, '10.20.5.20', 'axios/1.7');
    await tokenOf(at, reports, '10.20.9.2', 'Go-http-client/2.0');
    await owner.changeClient(reports.client_id, { token_life_seconds: 60 });
    const short = await tokenOf(at, reports, '10.20.9.2', 'Go-http-client/2.0');
    await tokenOf(at, legacy, '10.20.7.70', 'Apache-HttpClient/4.5');
    // Another backend's, from a file that was copied.
    const wrong = { ...legacy, client_secret: intake.client_secret };
    for (let times = 0; times < 7; times++) await machine(at, wrong, '10.20.7.77', 'Apache-HttpClient/4.5');
    // A secret in a URL, which is flagged.
    await call(
      `${origin}/v1/auth/token?client_id=${members.client_id}&client_secret=${members.client_secret}`,
      {
        method: 'POST',
        headers: { 'X-Forwarded-For': '10.20.5.20' },
      },
    );

    // Rotated, and one machine of two has moved.
    await tokenOf(at, payouts, '10.20.8.14', 'payouts-batch/3.1');
    const [old] = (await owner.get(`/clients/${payouts.client_id}`)).json.client.secrets;
    const rotated = await owner.post(`/clients/${payouts.client_id}/secrets`, {
      overlap_seconds: 604_800,
      current_secret_id: old.id,
    });
    if (rotated.status !== 201) throw new Error(`No rotation for the scene: ${rotated.text}`);
    const fresh = { ...payouts, client_secret: rotated.json.client_secret };
    for (let times = 0; times < 3; times++) {
      await tokenOf(at, payouts, '10.20.8.14', 'payouts-batch/3.1');
      await tokenOf(at, fresh, '10.20.8.21', 'payouts-api/5.0');
      await tokenOf(at, fresh, '10.20.8.22', 'payouts-api/5.0');
    }
    await owner.post(`/clients/${clients.export.client_id}/disable`);
    // The counts of the calls above are written by then.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await inventPast(db, tenantId, traffic);
    // The first of them arrived.
    await db`WITH first AS (
        UPDATE webhook_deliveries SET state = 'delivered', ended_at = next_try_at, tries = tries + 1
        WHERE number = (SELECT min(number) FROM webhook_deliveries) RETURNING id, tries, next_try_at)
      INSERT INTO webhook_tries SELECT id, tries, next_try_at, 184, 204, NULL, '' FROM first`;
    return { origin, email, password, app, webhook, clients, tokens: { good, other, short } };
  } finally {
    await db.end();
  }
}
