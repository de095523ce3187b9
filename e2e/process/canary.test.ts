import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeFor, exchange, refresh, registerApp, revokeAtApp } from '../harness/apps';
import { call } from '../harness/call';
import { useLab } from '../harness/lab';
import { managerAt } from '../harness/management';
import { Portal } from '../harness/portal';
import { readWelcome } from '../harness/welcome';
import {
  basic,
  bearer,
  FORM_TYPE,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

describe('secrets, passwords and tokens', () => {
  const lab = useLab();

  test('none of them is in a log or an audit row, whatever way they came, at the most talkative level', async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir, { env: { LOG_LEVEL: 'debug' } });
    const { origin } = service;
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const greeting = service.stdout();
    const portal = new Portal(origin);
    await portal.signIn(welcome.email, welcome.password);
    const client = await portal.createClient();
    const { client_id, client_secret } = client;

    const made = await getToken(origin, client);
    await requestToken(origin, { client_id, client_secret: `${client_secret}x` });
    await requestToken(origin, { client_id: client_secret, client_secret: client_id });
    await requestToken(origin, client, { scope: client_secret });
    await requestToken(origin, client, { grant_type: client_secret });
    await token(origin, { headers: JSON_TYPE, body: `{"client_secret":"${client_secret}"` });
    await token(origin, {
      headers: { ...FORM_TYPE, ...basic(client_secret, client_secret) },
      body: 'grant_type=x',
    });
    await token(origin, { headers: { ...JSON_TYPE, 'User-Agent': 'a\tb' }, body: client_secret });
    await inspect(origin, made, made);
    await inspect(origin, made, client_secret);
    await introspect(origin, {
      headers: { ...bearer(client_secret), ...JSON_TYPE },
      body: `{"token":"${made}"}`,
    });
    await call(`${origin}/v1/auth/token?client_id=${client_id}&client_secret=${client_secret}`, {
      method: 'POST',
    });
    await call(`${origin}/v1/auth/introspect?token=${made}`, { method: 'POST' });
    await call(`${origin}/v1/${client_secret}`);
    await call(`${origin}/login?password=${client_secret}`);
    await portal.post('/debugger', { token: made });

    const mcp = `${origin}/mcp`;
    const agent = await portal.createClient('Agent', ['clients:read']);
    const agentsToken = await getToken(origin, agent, { resource: mcp });
    const tell = (body: string, own: string) =>
      call(mcp, { method: 'POST', headers: { ...JSON_TYPE, ...bearer(own) }, body });
    for (const [name, input] of [
      ['explain_token', { token: made }],
      ['explain_token', { token: client_secret }],
      ['explain_error', { error: client_secret }],
      ['list_clients', { q: client_secret }],
      [client_secret, { token: made }],
    ] as const) {
      const message = { jsonrpc: '2.0', id: client_secret, method: 'tools/call' };
      await tell(JSON.stringify({ ...message, params: { name, arguments: input } }), agentsToken);
    }
    await tell(client_secret, made);
    await portal.post('/debugger', { token: client_secret });
    await new Portal(origin).signIn(client_secret, client_secret);
    await new Portal(origin).signIn(welcome.email, client_secret);

    const scopes = ['workflow:read', 'clients:write'];
    const manager = await managerAt(origin, await portal.createClient('Manager', scopes));
    const managed = { client_name: 'Managed', scope: 'workflow:read' };
    const created = (await manager.postOnce('', managed, 'the name of a call')).json;
    const rotation = { overlap_seconds: 3600, current_secret_id: created.secret_id };
    const rotated = (await manager.postOnce(`/${created.client_id}/secrets`, rotation)).json;
    await manager.postOnce('', { ...managed, client_name: created.client_secret, colour: manager.token });
    await manager.get(`?q=${created.client_secret}`);
    await manager.get(`/${rotated.client_secret}`);

    const app = await registerApp(portal);
    const asked = await codeFor(portal, app);
    const signedIn = (await exchange(origin, app, asked)).json;
    const refreshed = (await refresh(origin, app, signedIn.refresh_token)).json;
    // Kept by whatever keeps addresses, if anything does.
    for (const [name, value] of Object.entries({ ...asked, ...refreshed }))
      await call(`${origin}/v1/auth/authorize?${name}=${encodeURIComponent(String(value))}`);
    await refresh(origin, app, asked.code);
    await exchange(origin, app, { ...asked, code: refreshed.refresh_token });
    await revokeAtApp(origin, app, asked.code);
    await portal.call(`/v1/auth/logout?client_id=${app.id}&id_token_hint=${refreshed.id_token}x`);
    // One that came a second time is looked at more closely.
    await refresh(origin, app, signedIn.refresh_token);

    // Some addresses are as good as a password.
    const webhook = { url: 'https://10.0.0.1/what-only-we-know', event_types: ['client.disabled'] };
    const hooked = (await portal.post('/webhooks', webhook)).json;
    await portal.post(`/webhooks/${hooked.webhook.id}/test`);
    const resigned = (await portal.post(`/webhooks/${hooked.webhook.id}/secret`, { overlap_seconds: 0 }))
      .json;
    await portal.patch(`/webhooks/${hooked.webhook.id}`, { url: `${webhook.url}/2` });
    await portal.delete(`/webhooks/${hooked.webhook.id}`);

    const activity =
      (await portal.get('/activity')).text +
      (await portal.get(`/clients/${client_id}/activity`)).text +
      (await portal.get(`/clients/${created.client_id}/activity`)).text;
    expect(activity).toContain('token.issued');
    expect(activity).toContain('secret.rotated');
    expect(activity).toContain('app.replay_detected');
    expect(activity).toContain('webhook.deleted');
    await service.stop();

    const logs = readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'local.json')
      .map((entry) => readFileSync(join(dataDir, entry.name), 'utf8'));
    // What is said once to the person who started it is not a log.
    const said = service.stdout().slice(greeting.length) + service.stderr();
    for (const [what, canary] of Object.entries({
      'the secret': client_secret.slice(4, -4),
      'a secret of the management API': created.client_secret.slice(4, -4),
      'a rotated one': rotated.client_secret.slice(4, -4),
      'a token that manages clients': manager.token.split('.')[1] ?? manager.token,
      'a token of an agent': agentsToken.split('.')[1] ?? agentsToken,
      'the name of a call': 'the name of a call',
      'the token': made.split('.')[1] ?? made,
      'its signature': made.split('.')[2] ?? made,
      'a code': asked.code,
      'its verifier': asked.code_verifier,
      'a used refresh token': signedIn.refresh_token,
      'a refresh token': refreshed.refresh_token,
      'an ID token': refreshed.id_token.split('.')[1] ?? refreshed.id_token,
      'a signing secret of a webhook': hooked.secret.slice(6, -6),
      'its next one': resigned.secret.slice(6, -6),
      'the path of a webhook': 'what-only-we-know',
      'the password': welcome.password,
      'the session': portal.jar.get('gooclaim.session') ?? '-',
    })) {
      expect(activity.includes(canary), `${what} in an audit row`).toBe(false);
      expect(said.includes(canary), `${what} in what the process printed`).toBe(false);
      expect(
        logs.some((log) => log.includes(canary)),
        `${what} in a log file`,
      ).toBe(false);
    }
  });
});
