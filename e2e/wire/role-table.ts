import { randomBytes } from 'node:crypto';
import { Authenticator } from '../harness/authenticator';
import { enrolPasskey, enrolTotp, totpCode } from '../harness/factors';
import { newAddress, newPassword, type Role } from '../harness/people';
import { Portal } from '../harness/portal';
import { ssoSettings } from '../harness/sso';

/** Who calls, and the tenant that is called: its owner prepares what a call needs. */
export interface Scene {
  owner: Portal;
  caller: Portal;
  /** A client with one live secret. */
  client: { id: string; secret: string };
  /** A person who is none of the callers. */
  member: string;
}

interface Prepared {
  path: string;
  body?: unknown;
}

export interface Row {
  route: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Who may; the others are told 403. */
  may: readonly Role[];
  success: number;
  /** The owner of another tenant: ids of this one are 404; `own`: the call can only concern their own tenant. */
  outsider: 404 | 403 | 'own';
  prepare(scene: Scene): Prepared | Promise<Prepared>;
}

const EVERYBODY: readonly Role[] = ['viewer', 'developer', 'admin', 'owner'];
/** "create, edit, rotate" of portal.md. */
const EDITORS: readonly Role[] = ['developer', 'admin', 'owner'];
/** "delete, disable, revoke all" and "members, settings, signing keys". */
const MANAGERS: readonly Role[] = ['admin', 'owner'];

/** Whoever chooses the provider decides who is an owner. */
const OWNERS: readonly Role[] = ['owner'];

const PORTAL = '/api/portal';

/** A provider that nobody can reach: inside a private network. */
const SSO = {
  ...ssoSettings('https://10.0.0.1'),
  client_secret: 'a secret of the table',
};
const newDomain = () => `${randomBytes(4).toString('hex')}.invalid`;
const savedSso = async ({ owner, caller }: Scene) => {
  await owner.post('/sso', SSO);
  await caller.post('/sso', SSO);
};
const domain = async ({ owner }: Scene): Promise<string> =>
  (await owner.post('/sso/domains', { domain: newDomain() })).json.domain.id;

/** A call whose path has no more than the client's or the member's id in it. */
const at =
  (path: string, body?: unknown) =>
  ({ client, member }: Scene): Prepared => ({
    path: `${PORTAL}${path}`.replace('{client}', client.id).replace('{member}', member),
    body,
  });

/** A client of its own, for what uses one up. */
async function freshClient({ owner }: Scene) {
  const { client_id: id } = await owner.createClient('Client of the table');
  const [{ id: secret }] = (await owner.get(`/clients/${id}`)).json.client.secrets;
  return { id, secret };
}

async function invitation({ owner }: Scene): Promise<string> {
  const answer = await owner.post('/members/invitations', { email: newAddress(), role: 'viewer' });
  return answer.json.invitation.id;
}

/** Of the caller, who is signed in twice for it; of the owner, when the caller is a stranger. */
async function anotherSession(of: Portal): Promise<string> {
  const { email } = (await of.get('/session')).json.user;
  await new Portal(of.origin).signIn(email, of.password);
  const { sessions } = (await of.get('/sessions')).json;
  return sessions.find(({ current }: { current: boolean }) => !current).id;
}

/** The caller has an authenticator app then. */
async function withTotp(caller: Portal): Promise<void> {
  if (!(await caller.get('/factors')).json.factors.totp) await enrolTotp(caller);
}

/** One that has signed and does no more. */
async function retiringKey({ owner }: Scene): Promise<string> {
  const { keys } = (await owner.post('/signing-keys/rotate', { at_once: true })).json;
  return keys.find(({ state }: { state: string }) => state === 'retiring').kid;
}

/** An app of its own. @returns its path */
async function freshApp({ owner }: Scene): Promise<string> {
  const answer = await owner.post('/apps', APP);
  return `/apps/${answer.json.app.id}`;
}

/** There may be ten. */
async function noWebhooks(of: Portal): Promise<void> {
  for (const { id } of (await of.get('/webhooks')).json.webhooks) await of.delete(`/webhooks/${id}`);
}

/** A webhook of its own, to a place that nobody can reach. @returns its path */
async function freshWebhook({ owner }: Scene): Promise<string> {
  await noWebhooks(owner);
  const answer = await owner.post('/webhooks', WEBHOOK);
  return `/webhooks/${answer.json.webhook.id}`;
}

async function freshDelivery(scene: Scene): Promise<string> {
  const path = await freshWebhook(scene);
  const sent = await scene.owner.post(`${path}/test`);
  return `${path}/deliveries/${sent.json.delivery.id}`;
}

const WEBHOOK = { url: 'https://10.0.0.1/webhook', event_types: ['client.disabled'] };

const APP = { name: 'App of the table', redirect_uris: ['http://127.0.0.1:9/callback'] };

/** Below `/api/portal`. */
const BELOW_PORTAL: Row[] = [
  {
    route: '/apps/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/apps'),
  },
  {
    route: '/apps/route',
    method: 'POST',
    may: MANAGERS,
    success: 201,
    outsider: 'own',
    prepare: at('/apps', APP),
  },
  {
    route: '/apps/[id]/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshApp(scene))(scene),
  },
  {
    route: '/apps/[id]/route',
    method: 'PATCH',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshApp(scene), { name: 'Changed', status: 'disabled' })(scene),
  },
  {
    route: '/apps/[id]/route',
    method: 'DELETE',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshApp(scene))(scene),
  },
  {
    route: '/apps/[id]/activity/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`${await freshApp(scene)}/activity`)(scene),
  },
  {
    route: '/webhooks/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/webhooks'),
  },
  {
    route: '/webhooks/route',
    method: 'POST',
    may: MANAGERS,
    success: 201,
    outsider: 'own',
    prepare: async (scene) => {
      await noWebhooks(scene.caller);
      return at('/webhooks', WEBHOOK)(scene);
    },
  },
  {
    route: '/webhooks/[id]/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshWebhook(scene))(scene),
  },
  {
    route: '/webhooks/[id]/route',
    method: 'PATCH',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshWebhook(scene), { enabled: false })(scene),
  },
  {
    route: '/webhooks/[id]/route',
    method: 'DELETE',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshWebhook(scene))(scene),
  },
  {
    route: '/webhooks/[id]/secret/route',
    method: 'POST',
    may: MANAGERS,
    success: 201,
    outsider: 404,
    prepare: async (scene) => at(`${await freshWebhook(scene)}/secret`, { overlap_seconds: 0 })(scene),
  },
  {
    route: '/webhooks/[id]/test/route',
    method: 'POST',
    may: MANAGERS,
    success: 201,
    outsider: 404,
    prepare: async (scene) => at(`${await freshWebhook(scene)}/test`)(scene),
  },
  {
    route: '/webhooks/[id]/deliveries/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`${await freshWebhook(scene)}/deliveries`)(scene),
  },
  {
    route: '/webhooks/[id]/deliveries/[deliveryId]/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(await freshDelivery(scene))(scene),
  },
  {
    // It waits for its next try for days: whoever may send it again is told so.
    route: '/webhooks/[id]/deliveries/[deliveryId]/redeliver/route',
    method: 'POST',
    may: MANAGERS,
    success: 409,
    outsider: 404,
    prepare: async (scene) => at(`${await freshDelivery(scene)}/redeliver`)(scene),
  },
  {
    route: '/clients/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/clients'),
  },
  {
    route: '/clients/route',
    method: 'POST',
    may: EDITORS,
    success: 201,
    outsider: 'own',
    prepare: at('/clients', { name: 'Made by the caller', scopes: ['workflow:read'] }),
  },
  {
    route: '/clients/[id]/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}'),
  },
  {
    route: '/clients/[id]/route',
    method: 'PATCH',
    may: EDITORS,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}', { description: 'Changed' }),
  },
  {
    route: '/clients/[id]/route',
    method: 'DELETE',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    async prepare(scene) {
      const { id } = await freshClient(scene);
      await scene.owner.post(`/clients/${id}/disable`);
      return at(`/clients/${id}`)(scene);
    },
  },
  {
    route: '/clients/[id]/activity/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}/activity'),
  },
  {
    route: '/clients/[id]/disable/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/clients/${(await freshClient(scene)).id}/disable`)(scene),
  },
  {
    route: '/clients/[id]/enable/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}/enable'),
  },
  {
    route: '/clients/[id]/end-tokens/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}/end-tokens'),
  },
  {
    route: '/clients/[id]/secrets/route',
    method: 'POST',
    may: EDITORS,
    success: 201,
    outsider: 404,
    async prepare(scene) {
      const { id, secret } = await freshClient(scene);
      return at(`/clients/${id}/secrets`, { overlap_seconds: 0, current_secret_id: secret })(scene);
    },
  },
  {
    route: '/clients/[id]/secrets/[secretId]/route',
    method: 'DELETE',
    may: EDITORS,
    success: 200,
    outsider: 404,
    async prepare(scene) {
      const { id, secret } = await freshClient(scene);
      await scene.owner.post(`/clients/${id}/secrets`, { overlap_seconds: 3600, current_secret_id: secret });
      return at(`/clients/${id}/secrets/${secret}`)(scene);
    },
  },
  {
    route: '/clients/[id]/secrets/[secretId]/extend/route',
    method: 'POST',
    may: EDITORS,
    success: 200,
    outsider: 404,
    async prepare(scene) {
      const { id, secret } = await freshClient(scene);
      const rotated = await scene.owner.post(`/clients/${id}/secrets`, {
        overlap_seconds: 3600,
        current_secret_id: secret,
      });
      const old = rotated.json.client.secrets.find((one: { id: string }) => one.id === secret);
      return at(`/clients/${id}/secrets/${secret}/extend`, { seconds: 3600, expires_at: old.expires_at })(
        scene,
      );
    },
  },
  {
    route: '/clients/[id]/rotation/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}/rotation'),
  },
  {
    route: '/secrets/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/secrets?filter=all'),
  },
  {
    route: '/secrets/evidence/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/secrets/evidence?from=2026-01-01&to=2026-12-31'),
  },
  {
    route: '/secrets/export/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/secrets/export', { from: '2026-01-01', to: '2026-12-31' }),
  },
  {
    route: '/clients/[id]/secrets/[secretId]/end-tokens/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: (scene) => at(`/clients/{client}/secrets/${scene.client.secret}/end-tokens`)(scene),
  },
  {
    route: '/clients/[id]/secrets/test/route',
    method: 'POST',
    may: EDITORS,
    success: 200,
    outsider: 404,
    prepare: at('/clients/{client}/secrets/test', { secret: 'gcs_local_invented' }),
  },
  {
    route: '/secrets/test/route',
    method: 'POST',
    may: EDITORS,
    success: 200,
    outsider: 'own',
    prepare: at('/secrets/test', { secret: 'gcs_local_invented' }),
  },
  {
    route: '/audit/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/audit?group=clients'),
  },
  {
    route: '/audit/export/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/audit/export', { format: 'json', group: 'clients' }),
  },
  {
    route: '/requests/[id]/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => {
      const { events } = (await scene.owner.get('/audit?limit=1')).json;
      return at(`/requests/${events[0].request_id}`)(scene);
    },
  },
  {
    route: '/activity/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/activity'),
  },
  {
    route: '/usage/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: at('/usage?range=24h&client={client}'),
  },
  {
    route: '/attention/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: at('/attention?client={client}'),
  },
  {
    route: '/debugger/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/debugger', { token: 'a.b.c' }),
  },
  {
    route: '/tenant/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/tenant'),
  },
  {
    route: '/tenant/route',
    method: 'PATCH',
    may: MANAGERS,
    success: 200,
    outsider: 'own',
    prepare: at('/tenant', { self_rotation: false }),
  },
  {
    route: '/tenant/end-tokens/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 'own',
    prepare: at('/tenant/end-tokens'),
  },
  {
    route: '/members/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/members'),
  },
  {
    route: '/members/[id]/route',
    method: 'PATCH',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/members/{member}', { role: 'viewer', status: 'active' }),
  },
  {
    route: '/members/[id]/end-tokens/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/members/{member}/end-tokens'),
  },
  {
    route: '/members/[id]/reset-password/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/members/{member}/reset-password'),
  },
  {
    route: '/members/[id]/reset-factors/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: at('/members/{member}/reset-factors'),
  },
  {
    route: '/members/invitations/route',
    method: 'POST',
    may: MANAGERS,
    success: 201,
    outsider: 'own',
    prepare: (scene) => at('/members/invitations', { email: newAddress(), role: 'viewer' })(scene),
  },
  {
    route: '/members/invitations/[id]/route',
    method: 'DELETE',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/members/invitations/${await invitation(scene)}`)(scene),
  },
  {
    route: '/members/invitations/[id]/resend/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/members/invitations/${await invitation(scene)}/resend`)(scene),
  },
  {
    route: '/members/[id]/identity/route',
    method: 'DELETE',
    may: OWNERS,
    success: 200,
    outsider: 404,
    prepare: at('/members/{member}/identity'),
  },
  {
    route: '/sso/route',
    method: 'GET',
    may: MANAGERS,
    success: 200,
    outsider: 'own',
    prepare: at('/sso'),
  },
  {
    route: '/sso/route',
    method: 'POST',
    may: OWNERS,
    success: 200,
    outsider: 'own',
    prepare: at('/sso', SSO),
  },
  {
    route: '/sso/route',
    method: 'DELETE',
    may: OWNERS,
    success: 200,
    outsider: 'own',
    prepare: async (scene) => {
      await savedSso(scene);
      return at('/sso')(scene);
    },
  },
  {
    route: '/sso/check/route',
    method: 'POST',
    may: OWNERS,
    success: 200,
    outsider: 'own',
    prepare: async (scene) => {
      await savedSso(scene);
      return at('/sso/check')(scene);
    },
  },
  {
    route: '/sso/domains/route',
    method: 'POST',
    may: OWNERS,
    success: 201,
    outsider: 'own',
    prepare: (scene) => at('/sso/domains', { domain: newDomain() })(scene),
  },
  {
    route: '/sso/domains/[id]/route',
    method: 'DELETE',
    may: OWNERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/sso/domains/${await domain(scene)}`)(scene),
  },
  {
    route: '/sso/domains/[id]/check/route',
    method: 'POST',
    may: OWNERS,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/sso/domains/${await domain(scene)}/check`)(scene),
  },
  {
    route: '/password/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare(scene) {
      const { caller } = scene;
      const body = { current_password: caller.password, new_password: newPassword() };
      caller.password = body.new_password;
      return at('/password', body)(scene);
    },
  },
  {
    route: '/session/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/session'),
  },
  {
    route: '/session/refresh/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/session/refresh'),
  },
  {
    route: '/session/step-up/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/session/step-up'),
  },
  {
    route: '/session/step-up/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: (scene) => at('/session/step-up', { kind: 'password', password: scene.caller.password })(scene),
  },
  {
    route: '/factors/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/factors'),
  },
  {
    route: '/factors/totp/route',
    method: 'POST',
    may: EVERYBODY,
    success: 201,
    outsider: 'own',
    prepare: at('/factors/totp'),
  },
  {
    route: '/factors/totp/confirm/route',
    method: 'POST',
    may: EVERYBODY,
    success: 201,
    outsider: 'own',
    async prepare(scene) {
      const { secret } = (await scene.caller.post('/factors/totp')).json;
      return at('/factors/totp/confirm', { code: totpCode(secret) })(scene);
    },
  },
  {
    route: '/factors/recovery-codes/route',
    method: 'POST',
    may: EVERYBODY,
    success: 201,
    outsider: 'own',
    async prepare(scene) {
      await withTotp(scene.caller);
      return at('/factors/recovery-codes')(scene);
    },
  },
  {
    route: '/factors/passkeys/options/route',
    method: 'POST',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/factors/passkeys/options'),
  },
  {
    route: '/factors/passkeys/route',
    method: 'POST',
    may: EVERYBODY,
    success: 201,
    outsider: 'own',
    async prepare(scene) {
      const { options } = (await scene.caller.post('/factors/passkeys/options')).json;
      const attestation = new Authenticator(scene.caller.origin).register(options);
      return at('/factors/passkeys', { name: 'Key', attestation })(scene);
    },
  },
  {
    route: '/factors/passkeys/[id]/route',
    method: 'PATCH',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    async prepare(scene) {
      const { id } = await enrolPasskey(scene.caller, scene.caller.origin);
      return at(`/factors/passkeys/${id}`, { name: 'Another name' })(scene);
    },
  },
  {
    route: '/factors/passkeys/[id]/route',
    method: 'DELETE',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    async prepare(scene) {
      const { id } = await enrolPasskey(scene.caller, scene.caller.origin);
      return at(`/factors/passkeys/${id}`)(scene);
    },
  },
  {
    // The last of these: whoever keeps a factor is asked for it where other rows sign in.
    route: '/factors/totp/route',
    method: 'DELETE',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    async prepare(scene) {
      await withTotp(scene.caller);
      for (const { id } of (await scene.caller.get('/factors')).json.factors.passkeys)
        await scene.caller.delete(`/factors/passkeys/${id}`);
      return at('/factors/totp')(scene);
    },
  },
  {
    route: '/session/token/route',
    method: 'POST',
    may: EVERYBODY,
    success: 201,
    outsider: 'own',
    prepare: at('/session/token'),
  },
  {
    route: '/sessions/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/sessions'),
  },
  {
    route: '/sessions/route',
    method: 'DELETE',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/sessions'),
  },
  {
    route: '/sessions/[id]/route',
    method: 'DELETE',
    may: EVERYBODY,
    success: 200,
    outsider: 404,
    prepare: async (scene) => at(`/sessions/${await anotherSession(scene.caller)}`)(scene),
  },
  {
    route: '/signing-keys/route',
    method: 'GET',
    may: EVERYBODY,
    success: 200,
    outsider: 'own',
    prepare: at('/signing-keys'),
  },
  {
    route: '/signing-keys/rotate/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    // The keys are everybody's: only the tenant that runs the installation changes them.
    outsider: 403,
    prepare: at('/signing-keys/rotate', { at_once: true }),
  },
  {
    route: '/signing-keys/[kid]/revoke/route',
    method: 'POST',
    may: MANAGERS,
    success: 200,
    outsider: 403,
    prepare: async (scene) => at(`/signing-keys/${await retiringKey(scene)}/revoke`, { reason: 'x' })(scene),
  },
];

/** The one table of who may call what: portal.md, "Roles", route by route. */
export const PORTAL_TABLE: Row[] = BELOW_PORTAL.map((row) => ({ ...row, route: `${PORTAL}${row.route}` }));

/**
 * What asks for no session, or for a machine's credentials, which a session is not: one status for everybody.
 * The bodies are what a stranger could send.
 */
export const OPEN_TABLE: { route: string; method: string; status: number; body?: () => unknown }[] = [
  {
    route: '/api/account/forgot-password/route',
    method: 'POST',
    status: 202,
    body: () => ({ email: newAddress() }),
  },
  {
    route: '/api/account/invitation/route',
    method: 'POST',
    status: 404,
    body: () => ({ token: 'A'.repeat(43) }),
  },
  {
    route: '/api/account/invitation/accept/route',
    method: 'POST',
    status: 404,
    body: () => ({ token: 'A'.repeat(43), password: newPassword() }),
  },
  {
    route: '/api/account/reset-password/route',
    method: 'POST',
    status: 404,
    body: () => ({ token: 'A'.repeat(43), password: newPassword() }),
  },
  { route: '/api/account/passkey/route', method: 'POST', status: 200, body: () => ({}) },
  {
    route: '/api/account/sso/route',
    method: 'POST',
    status: 200,
    body: () => ({ email: newAddress() }),
  },
  { route: '/.well-known/jwks.json/route', method: 'GET', status: 200 },
  { route: '/.well-known/oauth-authorization-server/route', method: 'GET', status: 200 },
  { route: '/.well-known/openid-configuration/route', method: 'GET', status: 200 },
  { route: '/.well-known/oauth-protected-resource/route', method: 'GET', status: 200 },
  { route: '/.well-known/oauth-protected-resource/mcp/route', method: 'GET', status: 200 },
  { route: '/mcp/route', method: 'POST', status: 401, body: () => ({}) },
  { route: '/healthz/route', method: 'GET', status: 200 },
  { route: '/readyz/route', method: 'GET', status: 200 },
  { route: '/icon.svg/route', method: 'GET', status: 200 },
  // The documentation, for programs.
  { route: '/llms.txt/route', method: 'GET', status: 200 },
  { route: '/llms-full.txt/route', method: 'GET', status: 200 },
  { route: '/api/docs/markdown/[[...page]]/route', method: 'GET', status: 200 },
  { route: '/api/docs/search/route', method: 'GET', status: 200 },
  { route: '/openapi.json/route', method: 'GET', status: 200 },
  { route: '/openapi.yaml/route', method: 'GET', status: 200 },
  { route: '/token/route', method: 'POST', status: 400, body: () => ({}) },
  { route: '/v1/auth/token/route', method: 'POST', status: 400, body: () => ({}) },
  { route: '/v1/auth/introspect/route', method: 'POST', status: 401, body: () => ({ token: 'x' }) },
  { route: '/v1/auth/revoke/route', method: 'POST', status: 401, body: () => ({ token: 'x' }) },
  { route: '/v1/auth/userinfo/route', method: 'GET', status: 401 },
  // What these do for a signed-in person is tested by itself; without an app's id they do nothing for anybody.
  { route: '/v1/auth/authorize/route', method: 'GET', status: 400 },
  { route: '/v1/auth/logout/route', method: 'GET', status: 303 },
  // No scanner's key is configured here.
  { route: '/v1/auth/leaks/route', method: 'POST', status: 404, body: () => [] },
  { route: '/v1/auth/clients/self/secret/route', method: 'POST', status: 400, body: () => ({}) },
  { route: '/v1/tenants/self/clients/[[...path]]/route', method: 'GET', status: 401 },
  { route: '/v1/[[...path]]/route', method: 'GET', status: 404 },
  { route: '/api/[[...path]]/route', method: 'GET', status: 404 },
  // What next-auth answers is its own: who signs in, and how, is tested by itself.
  { route: '/api/auth/[...nextauth]/route', method: 'GET', status: 200 },
];

/** `guarded`: without a session the way to sign-in, and no data. `debtors`: the same, and nothing for whoever owes nothing. */
export const PAGE_TABLE: Record<
  string,
  'guarded' | 'debtors' | 'open' | 'signed-out' | 'redirect' | 'not-found'
> = {
  '/(auth)/accept-invitation/page': 'open',
  '/(auth)/forgot-password/page': 'open',
  '/(auth)/reset-password/page': 'open',
  '/(auth)/login/page': 'signed-out',
  '/(auth)/sign-out/page': 'open',
  '/(auth)/single-sign-on/page': 'signed-out',
  '/(auth)/change-password/page': 'guarded',
  '/(auth)/second-factor/page': 'debtors',
  '/(auth)/set-up-second-factor/page': 'debtors',
  '/(portal)/account/page': 'guarded',
  '/(portal)/apps/page': 'guarded',
  '/(portal)/apps/[id]/page': 'guarded',
  '/(portal)/audit/page': 'guarded',
  '/(portal)/clients/page': 'guarded',
  '/(portal)/clients/[id]/page': 'guarded',
  '/(portal)/debugger/page': 'guarded',
  '/(portal)/members/page': 'guarded',
  '/(portal)/overview/page': 'guarded',
  '/(portal)/secrets/page': 'guarded',
  '/(document)/secrets/evidence/page': 'guarded',
  '/(portal)/settings/page': 'guarded',
  '/(portal)/signing-keys/page': 'guarded',
  '/(portal)/webhooks/page': 'guarded',
  '/(portal)/webhooks/[id]/page': 'guarded',
  '/docs/[[...page]]/page': 'open',
  '/page': 'redirect',
  '/_not-found/page': 'not-found',
  // What Next shows for an error above all layouts: nobody is to see one who asks for its address.
  '/_global-error/page': 'not-found',
};
