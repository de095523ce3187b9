import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeFor, exchange, refresh, registerApp, revokeAtApp } from '../harness/apps';
import { createKeyClient, makeAssertion, newAssertionKey, presenting } from '../harness/assertions';
import { call } from '../harness/call';
import { findingsOf, invented, sendEveryWay } from '../harness/canaries';
import { useCollector } from '../harness/collector';
import { eventually } from '../harness/eventually';
import { enrolTotp, prove, totpCode } from '../harness/factors';
import { useLab } from '../harness/lab';
import { linkToken, useMailServer } from '../harness/mail-server';
import { managerAt } from '../harness/management';
import { metricsIn } from '../harness/metrics';
import { account, newAddress, newPassword } from '../harness/people';
import { Portal, SESSION_COOKIE } from '../harness/portal';
import { ssoSettings } from '../harness/sso';
import { dump } from '../harness/traces';
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
  const mailServer = useMailServer();

  // Some 500 calls.
  test('none of them is in a log, a metric, a trace or the database, whatever way they came, at the most talkative level', async () => {
    const dataDir = lab.dataDir();
    const mail = await mailServer.start();
    const collector = await useCollector();
    const service = await lab.start(dataDir, {
      env: {
        LOG_LEVEL: 'debug',
        SMTP_URL: mail.url,
        MAIL_FROM: 'Gooclaim <auth@service.test>',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      },
    });
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

    const keyed = newAssertionKey();
    const keyClient = await createKeyClient(portal, { jwks: { keys: [keyed.jwk] } });
    const assertion = makeAssertion(keyed, { sub: keyClient, aud: `${origin}/v1/auth/token` });
    const asserted = { grant_type: 'client_credentials', ...presenting(assertion) };
    // The second time it is a replay.
    const statuses: number[] = [];
    for (const headers of [JSON_TYPE, JSON_TYPE, FORM_TYPE])
      statuses.push((await token(origin, { headers, body: JSON.stringify(asserted) })).status);
    expect(statuses).toEqual([200, 401, 401]);
    await call(`${origin}/v1/auth/token?client_assertion=${assertion}`, { method: 'POST' });

    const opencrvs = await portal.createClient('Records', ['recordsearch']);
    await portal.changeClient(opencrvs.client_id, { profile: 'opencrvs' });
    const query = new URLSearchParams({ grant_type: 'client_credentials', ...opencrvs }).toString();
    expect((await call(`${origin}/token?${query}`, { method: 'POST' })).status).toBe(200);
    await call(`${origin}/v1/auth/token?${query}`, { method: 'POST' });

    const rotating = await portal.createClient('Rotates by itself');
    const self = (
      await call(`${origin}/v1/auth/clients/self/secret`, {
        method: 'POST',
        headers: { ...basic(rotating.client_id, rotating.client_secret), ...FORM_TYPE },
        body: '',
      })
    ).json;
    const ended = await getToken(origin, client);
    const revoked = await call(`${origin}/v1/auth/revoke`, {
      method: 'POST',
      headers: { ...basic(client_id, client_secret), ...FORM_TYPE },
      body: `token=${ended}`,
    });
    expect(revoked.status).toBe(200);

    for (const secret of [client_secret, ` ${client_secret}`, created.client_secret]) {
      await portal.post('/secrets/test', { secret });
      await portal.post(`/clients/${client_id}/secrets/test`, { secret });
    }
    const ssoSecret = `a provider's ${newPassword()}`;
    const sso = await portal.post('/sso', { ...ssoSettings('https://10.0.0.1'), client_secret: ssoSecret });
    expect(sso.status, sso.text).toBe(200);
    const human = (await portal.post('/session/token')).json.access_token;
    await call(`${origin}/v1/auth/userinfo`, { headers: bearer(human) });
    await call(`${origin}/v1/auth/userinfo?access_token=${human}`);

    // Somebody's whole way in: invitation, password, second factor, forgotten password.
    const email = newAddress('canary');
    const [password, next, wrong] = [newPassword(), newPassword(), newPassword()] as const;
    await portal.post('/members/invitations', { email, role: 'developer' });
    const invitation = linkToken((await mail.mailTo(email)).text, 'accept-invitation');
    const person = new Portal(origin);
    await account(person, '/invitation/accept', { token: `${invitation}x`, password });
    expect((await account(person, '/invitation/accept', { token: invitation, password })).status).toBe(201);
    expect(await person.signIn(email, password)).toBe(true);
    const { secret: seed, recoveryCodes } = await enrolTotp(person);
    await prove(person, { code: totpCode(seed) });
    const [recovery = '', ...others] = recoveryCodes ?? [];
    await prove(person, { code: seed });
    await prove(person, { recovery_code: recovery });
    await person.post('/password', { current_password: wrong, new_password: next });
    const changed = await person.post('/password', { current_password: password, new_password: next });
    expect(changed.status, changed.text).toBe(200);
    await account(new Portal(origin), '/forgot-password', { email });
    const letter = await eventually('the link comes', () =>
      mail.to(email).find(({ text }) => text.includes('/reset-password#')),
    );
    const reset = linkToken(letter.text, 'reset-password');
    await account(new Portal(origin), '/reset-password', { token: reset, password: 'short' });
    const again = { token: reset, password: wrong };
    expect((await account(new Portal(origin), '/reset-password', again)).status).toBe(200);
    expect((await account(new Portal(origin), '/reset-password', again)).status).not.toBe(200);

    // And what nobody made, every way to every address there is.
    const strange = invented();
    const addresses: [method: string, path: string][] = Object.entries<object>(
      (await call(`${origin}/openapi.json`)).json.paths,
    ).flatMap(([path, methods]) =>
      Object.keys(methods).map((method): [string, string] => [
        method.toUpperCase(),
        path.replace(/[{}]/g, ''),
      ]),
    );
    expect(addresses.length).toBeGreaterThan(20);
    for (const path of [
      'forgot-password',
      'reset-password',
      'invitation',
      'invitation/accept',
      'passkey',
      'sso',
    ])
      addresses.push(['POST', `/api/account/${path}`]);
    addresses.push(['POST', '/api/auth/callback/credentials'], ['POST', '/api/portal/password']);
    for (const [method, path] of addresses) await sendEveryWay(`${origin}${path}`, method, strange);

    const activity =
      (await portal.get('/activity')).text +
      (await portal.get(`/clients/${client_id}/activity`)).text +
      (await portal.get(`/clients/${created.client_id}/activity`)).text;
    expect(activity).toContain('token.issued');
    expect(activity).toContain('secret.rotated');
    expect(activity).toContain('app.replay_detected');
    expect(activity).toContain('webhook.deleted');
    const metrics = await eventually('all is written', async () => {
      const { text } = await call(`${origin}/metrics`);
      const waits = ['gooclaim_audit_rows_waiting', 'gooclaim_usage_lines_waiting'];
      return waits.every((name) => metricsIn(text).value(name) === 0) && text;
    });
    const database = await dump(dataDir);
    for (const kept of ['token.issued', client_id, email, 'user.second_factor_added', 'secret.exposed'])
      expect(database.includes(kept), kept).toBe(true);
    expect(metrics).toContain('gooclaim_outcomes_total{operation="token",outcome="invalid_client"}');
    const session = portal.jar.get(SESSION_COOKIE) ?? '';
    const [personal, old] = [person.jar.get(SESSION_COOKIE) ?? '', welcome.password];
    // What waits is sent when it stops.
    await service.stop();
    const traces = Buffer.concat(collector.bodies).toString('latin1');
    expect(traces).toContain('POST /v1/auth/token');

    const logs = readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'local.json')
      .map((entry) => readFileSync(join(dataDir, entry.name), 'utf8'));
    // What is said once to the person who started it is not a log.
    const said = service.stdout().slice(greeting.length) + service.stderr();
    expect(said).toContain('"endpoint":"/v1/auth/token"');
    const [, payload = '', signature = ''] = made.split('.');
    const canaries = {
      'a secret': client_secret.slice(4, -4),
      'a secret of the management API': created.client_secret.slice(4, -4),
      'a rotated one': rotated.client_secret.slice(4, -4),
      'one by its client itself': self.client_secret.slice(4, -4),
      'the one before': rotating.client_secret.slice(4, -4),
      'a secret for a URL': opencrvs.client_secret.slice(4, -4),
      "a provider's secret": ssoSecret,
      'a token that manages clients': payloadOf(manager.token),
      'a token of an agent': payloadOf(agentsToken),
      'the name of a call': 'the name of a call',
      'a token': payload,
      'its signature': signature,
      'a revoked token': payloadOf(ended),
      "a person's token": payloadOf(human),
      'an assertion': payloadOf(assertion),
      'its signature too': assertion.split('.')[2] ?? '',
      'a code': asked.code,
      'its verifier': asked.code_verifier,
      'a used refresh token': signedIn.refresh_token,
      'a refresh token': refreshed.refresh_token,
      'an ID token': payloadOf(refreshed.id_token),
      'a signing secret of a webhook': hooked.secret.slice(6, -6),
      'its next one': resigned.secret.slice(6, -6),
      'the path of a webhook': 'what-only-we-know',
      'the first password': old,
      'a password': password,
      'a changed password': next,
      'a wrong password': wrong,
      'an invitation': invitation,
      'a link to a new password': reset,
      'the seed of an authenticator app': seed,
      'a recovery code': recovery,
      'another recovery code': others[0] ?? '',
      'a session': session,
      "a person's session": personal,
      'a strange secret': strange.secret.slice(10),
      'a strange assertion': payloadOf(strange.assertion),
      'a strange token': payloadOf(strange.token),
      'its own signature': strange.token.split('.')[2] ?? '',
      'a strange code': strange.code,
      'a strange refresh token': strange.refresh_token,
      'a strange password': strange.password,
      'a strange seed': strange.seed,
    };
    const places = {
      'the audit log as it is shown': activity,
      'what the process printed': said,
      'a log file': logs.join('\n'),
      'the metrics': metrics,
      'the traces': traces,
      'the database': database,
    };
    expect(findingsOf(canaries, places)).toEqual([]);
    // It would be found.
    expect(findingsOf({ it: client_secret }, { there: btoa(`x:${client_secret}`) })).toEqual(['it in there']);
  }, 120_000);
});

const payloadOf = (token: string): string => token.split('.')[1] ?? '';
