import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsServer, startDnsServer } from '../harness/dns-server';
import { useLab } from '../harness/lab';
import { onboard } from '../harness/onboard';
import { type OpenIdProvider, startOpenIdProvider } from '../harness/openid-provider';
import { account, join, newAddress, whoIs } from '../harness/people';
import { firstSignIn, Portal, SESSION_COOKIE } from '../harness/portal';
import type { Service } from '../harness/service';
import {
  atProvider,
  comeBack,
  connectionId,
  signInBySso,
  ssoSettings,
  startedUrl,
  startSso,
} from '../harness/sso';
import { expectNoTraces } from '../harness/traces';

const SECRET = 'a-client-secret-of-the-provider-0123456789';
const DOMAIN = 'sso.test';

describe('single sign-on', () => {
  const lab = useLab();
  let dns: DnsServer;
  let provider: OpenIdProvider;
  let service: Service;
  let dataDir: string;
  let owner: Portal;
  let stranger: Portal;
  let connection: string;

  beforeAll(async () => {
    dataDir = lab.dataDir();
    dns = await startDnsServer();
    service = await lab.start(dataDir, { env: { DNS_SERVERS: dns.address, LOG_LEVEL: 'debug' } });
    const onboarded = await onboard(dataDir, 'Single TPA', newAddress('owner'));
    const other = await onboard(dataDir, 'Another TPA', newAddress('stranger'));
    owner = await firstSignIn(service.origin, onboarded);
    stranger = await firstSignIn(service.origin, other);
    connection = connectionId(onboarded.tenant_id);
    const redirectUri = (id: string) => `${service.origin}/api/auth/callback/${id}`;
    provider = await startOpenIdProvider([
      { client_id: 'gooclaim', client_secret: SECRET, redirect_uri: redirectUri(connection) },
      {
        client_id: 'another',
        client_secret: SECRET,
        redirect_uri: redirectUri(connectionId(other.tenant_id)),
      },
    ]);
  });
  afterAll(async () => {
    await provider.close();
    await dns.close();
  });

  const save = (more: Record<string, unknown> = {}, by = owner) =>
    by.post('/sso', ssoSettings(provider.issuer, more));
  const view = async () => (await owner.get('/sso')).json.sso;
  const refused = async (portal: Portal, login: string, wish = {}) => {
    const place = await signInBySso(portal, connection, provider, login, wish);
    return new URL(place, portal.origin).searchParams.get('error');
  };
  const person = (name: string, more: Record<string, unknown> = {}) => {
    const email = `${name}@${DOMAIN}`;
    provider.accounts.set(name, { sub: `sub-${name}`, email, email_verified: true, ...more });
    return email;
  };
  /** The newest rows of the tenant's log. */
  const log = async () => (await owner.get('/activity')).json.events;
  const member = async (email: string) =>
    (await owner.get('/members')).json.members.find((one: { email: string }) => one.email === email);

  test('the form refuses at the field, and the secret is in no answer', async () => {
    const refusals: [Record<string, unknown>, string][] = [
      [{ issuer: 'nothing' }, 'issuer'],
      [{ issuer: 'ftp://provider.test' }, 'issuer'],
      [{ issuer: 'https://user:pass@provider.test' }, 'issuer'],
      [{ issuer: 'https://provider.test/?a=b' }, 'issuer'],
      [{ client_id: ' ' }, 'client_id'],
      [{}, 'client_secret'],
      [{ scopes: ['email'] }, 'scopes'],
      [{ role_claim: null }, 'role_claim'],
      [{ role_mapping: [{ value: '', role: 'admin' }] }, 'role_mapping'],
      [{ default_role: 'god' }, 'default_role'],
      [{ client_secret: SECRET, enforced: true }, 'enforced'],
    ];
    for (const [change, field] of refusals) {
      const answer = await save(change);
      expect({ status: answer.status, fields: Object.keys(answer.json.fields) }).toEqual({
        status: 400,
        fields: [field],
      });
    }
    const saved = await save({ client_secret: SECRET });
    expect(saved.status, saved.text).toBe(200);
    expect(saved.text).not.toContain(SECRET);
    expect(saved.json.sso).toMatchObject({
      connection: { id: connection, issuer: provider.issuer, people: 0, last_test: null },
      redirect_uri: `${service.origin}/api/auth/callback/${connection}`,
    });
    // Kept when it is not sent, but not for another address.
    expect((await save({ jit: false })).status).toBe(200);
    const moved = await save({ issuer: 'https://elsewhere.test' });
    expect(moved.json.fields).toHaveProperty('client_secret');
    expect((await save()).status).toBe(200);
  });

  test('a check looks at the provider, and says what is wrong with it', async () => {
    const check = async () => (await owner.post('/sso/check')).json.checks;
    expect((await check()).map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(7).fill('pass'));
    await save({ client_secret: 'not the secret of the client' });
    expect((await check()).at(-1)).toMatchObject({ check: 'credentials', outcome: 'fail' });
    for (const [issuer, words] of [
      ['https://10.0.0.1', /private network/],
      ['https://169.254.169.254', /private network/],
      [`http://localhost:1`, /could not be reached/],
      [`${provider.issuer}/nowhere`, /refused/],
    ] as const) {
      await save({ issuer, client_secret: SECRET });
      const [first, ...more] = await check();
      expect(first).toMatchObject({ check: 'discovery', outcome: 'fail' });
      expect(first.words).toMatch(words);
      expect(more).toEqual([]);
    }
    await save({ client_secret: SECRET });
  });

  test('a domain is proven by its record, and belongs to one tenant', async () => {
    for (const domain of ['nothing', 'https://a.test', '10.0.0.1', 'a b.test', 'localhost'])
      expect((await owner.post('/sso/domains', { domain })).json.fields).toHaveProperty('domain');
    const { id, record } = (await owner.post('/sso/domains', { domain: ` ${DOMAIN.toUpperCase()}. ` })).json
      .domain;
    expect(record.name).toBe(`_gooclaim-auth.${DOMAIN}`);
    expect((await owner.post('/sso/domains', { domain: DOMAIN })).json.fields).toHaveProperty('domain');
    const result = async (by = owner, which = id) =>
      (await by.post(`/sso/domains/${which}/check`)).json.result;

    expect(await result()).toBe('not_found');
    dns.records.set(record.name, ['something else']);
    expect(await result()).toBe('not_found');
    dns.records.set(record.name, [record.value.slice(0, -1)]);
    expect(await result()).toBe('other_value');
    dns.records.set(record.name, 'broken');
    expect(await result()).toBe('lookup_failed');
    dns.records.set(record.name, 'silent');
    const began = Date.now();
    expect(await result()).toBe('lookup_failed');
    expect(Date.now() - began).toBeLessThan(7_000);
    expect((await view()).domains[0].verified_at).toBeNull();
    const find = async (email: string) =>
      account(new Portal(service.origin), '/sso', { email }).then(({ json }) => json.connection_id);
    expect(await find(`anybody@${DOMAIN}`)).toBeNull();
    dns.records.set(record.name, ['v=spf1 -all', record.value]);
    expect(await result()).toBe('verified');
    // By the domain alone.
    expect(await find(`anybody@${DOMAIN}`)).toBe(connection);
    expect(await find(`anybody@sub.${DOMAIN}`)).toBeNull();
    expect(await find('anybody@unknown.test')).toBeNull();

    // Saying so is free; proving it is not, not even for whoever can write the record too.
    const claim = (await stranger.post('/sso/domains', { domain: DOMAIN })).json.domain;
    expect(claim.record.value).not.toBe(record.value);
    expect(await result(stranger, claim.id)).toBe('other_value');
    dns.records.set(record.name, [record.value, claim.record.value]);
    expect(await result(stranger, claim.id)).toBe('taken');
    expect((await stranger.post(`/sso/domains/${id}/check`)).status).toBe(404);
  });

  test('a sign-in on trial shows what would be, and signs nobody in', async () => {
    const email = person('trial', { groups: ['claims-admins'] });
    await save({ enabled: false });
    expect((await startSso(new Portal(service.origin), connection)).status).toBe(404);
    expect((await startSso(new Portal(service.origin), connection, { intent: 'test' })).status).toBe(401);
    expect((await startSso(stranger, connection, { intent: 'test' })).status).toBe(404);
    const before = owner.jar.get(SESSION_COOKIE);
    expect(await signInBySso(owner, connection, provider, 'trial', { intent: 'test' })).toBe(
      '/settings?sso=tried',
    );
    expect(owner.jar.get(SESSION_COOKIE)).toBe(before);
    expect((await view()).connection).toMatchObject({
      people: 0,
      last_test: { outcome: 'ok', mine: true, email, role: 'admin', claims: { sub: 'sub-trial' } },
    });
    expect(await member(email)).toBeUndefined();
    await signInBySso(owner, connection, provider, '', { intent: 'test' });
    expect((await view()).connection.last_test).toMatchObject({ outcome: 'cancelled', role: null });
    // Nothing of it is said of other settings.
    await save({ scopes: ['openid', 'email'] });
    expect((await view()).connection.last_test).toBeNull();
    await save();
  });

  test('a colleague joins with the mapped role, leaves, and comes again with another', async () => {
    const email = person('colleague', { groups: ['others', 'claims-devs'] });
    const portal = new Portal(service.origin);
    const browser = new Portal(provider.issuer);
    const wish = { browser, return_to: '/debugger?a=b' };
    expect(await signInBySso(portal, connection, provider, 'colleague', wish)).toBe('/debugger?a=b');
    const { id, role } = await whoIs(portal);
    expect(role).toBe('developer');
    expect((await log())[0]).toMatchObject({
      action: 'user.signed_in',
      actor: { id, name: email },
      detail: { method: 'sso', amr: ['fed', 'pwd', 'mfa'] },
    });
    expect((await log())[1]).toMatchObject({ action: 'member.joined_by_sso', detail: { role: 'developer' } });
    // There is no password, so none is right.
    expect(await new Portal(service.origin).signIn(email, 'anything at all')).toBe(false);

    await portal.signOut();
    expect((await portal.get('/session')).status).toBe(401);
    person('colleague', { email: `renamed@${DOMAIN}`, groups: [] });
    expect(await signInBySso(portal, connection, provider, 'colleague', { browser })).toBe('/overview');
    expect(await whoIs(portal)).toEqual({ id, email, role: 'viewer', has_password: false });
    expect((await view()).connection.people).toBe(1);
  });

  test('somebody who is there is linked by their address, and keeps a role that nobody maps', async () => {
    const email = person('linked', { groups: ['claims-admins'] });
    await join(owner, 'viewer', email);
    await save({ role_mapping: [] });
    const portal = new Portal(service.origin);
    expect(await signInBySso(portal, connection, provider, 'linked')).toBe('/overview');
    expect(await whoIs(portal)).toMatchObject({ email, role: 'viewer' });
    await save();
    expect(await signInBySso(portal, connection, provider, 'linked')).toBe('/overview');
    expect(await whoIs(portal)).toMatchObject({ email, role: 'admin' });
    // Whoever writes this address into their profile at the provider is not that person.
    provider.accounts.set('thief', { sub: 'sub-thief', email, email_verified: true });
    expect(await refused(new Portal(service.origin), 'thief')).toBe('sso_subject_changed');
    const { id } = await member(email);
    expect((await stranger.delete(`/members/${id}/identity`)).status).toBe(404);
    expect((await owner.delete(`/members/${id}/identity`)).status).toBe(200);
    expect(await refused(new Portal(service.origin), 'thief')).toBeNull();
  });

  test('an owner stays one unless the mapping speaks of owners, and the last always does', async () => {
    const email = person('second-owner', { groups: ['claims-devs'] });
    await join(owner, 'owner', email);
    const portal = new Portal(service.origin);
    await signInBySso(portal, connection, provider, 'second-owner');
    expect(await whoIs(portal)).toMatchObject({ role: 'owner' });
    await save({
      role_mapping: [
        { value: 'claims-devs', role: 'developer' },
        { value: 'claims-owners', role: 'owner' },
      ],
    });
    await signInBySso(portal, connection, provider, 'second-owner');
    expect(await whoIs(portal)).toMatchObject({ role: 'developer' });
    person('second-owner', { groups: ['claims-owners', 'claims-devs'] });
    await signInBySso(portal, connection, provider, 'second-owner');
    expect(await whoIs(portal)).toMatchObject({ role: 'owner' });
    const { id } = await whoIs(owner);
    expect((await portal.patch(`/members/${id}`, { role: 'admin' })).status).toBe(200);
    person('second-owner', { groups: [] });
    await signInBySso(portal, connection, provider, 'second-owner');
    expect(await whoIs(portal)).toMatchObject({ role: 'owner' });
    expect((await portal.patch(`/members/${id}`, { role: 'owner' })).status).toBe(200);
    // What it names is everybody's role: an admin may look, and not touch.
    const { id: second } = await whoIs(portal);
    expect((await owner.patch(`/members/${second}`, { role: 'admin' })).status).toBe(200);
    expect((await portal.get('/sso')).status).toBe(200);
    expect((await save({}, portal)).status).toBe(403);
    await save();
  });

  test('who is let in nowhere is told why, and nothing is made of it', async () => {
    provider.accounts.set('elsewhere', { sub: 'sub-elsewhere', email: 'somebody@elsewhere.test' });
    const theirs = (await whoIs(stranger)).email;
    provider.accounts.set('stolen', { sub: 'sub-stolen', email: theirs, email_verified: true });
    provider.accounts.set('nameless', { sub: 'sub-nameless' });
    person('unverified', { email_verified: false });
    person('unmapped', { groups: ['others'] });
    person('uninvited');
    const disabled = person('disabled');
    await join(owner, 'viewer', disabled);
    const { id } = await member(disabled);
    await owner.patch(`/members/${id}`, { status: 'disabled' });
    // Of another tenant, by an address that this tenant has proven.
    const taken = person('taken');
    await join(stranger, 'viewer', taken);

    await save({ default_role: null });
    const expectations: [string, string, Record<string, unknown>?][] = [
      ['elsewhere', 'sso_address'],
      ['stolen', 'sso_address'],
      ['taken', 'sso_address'],
      ['nameless', 'sso_no_email'],
      ['unverified', 'sso_email_unverified'],
      ['unmapped', 'sso_no_role'],
      ['disabled', 'sso_disabled'],
      ['', 'sso_cancelled'],
    ];
    for (const [login, error] of expectations) {
      const portal = new Portal(service.origin);
      expect(await refused(portal, login), login).toBe(error);
      expect(portal.jar.get(SESSION_COOKIE)).toBeUndefined();
    }
    expect((await log())[1]).toMatchObject({
      action: 'sso.sign_in_refused',
      outcome: 'failure',
      detail: { reason: 'disabled', email: disabled },
    });
    await save({ jit: false });
    expect(await refused(new Portal(service.origin), 'uninvited')).toBe('sso_no_account');
    for (const login of ['unverified', 'unmapped', 'uninvited'])
      expect(await member(`${login}@${DOMAIN}`)).toBeUndefined();
    await save();
  });

  test('an answer counts once, in the browser that asked, at the connection it was asked for', async () => {
    person('replayed');
    const portal = new Portal(service.origin);
    const back = await atProvider(await startedUrl(portal, connection), 'replayed', provider);
    const cookies = portal.jar.header();
    expect((await comeBack(portal, back)).pathname).toBe('/overview');
    // The same again, with the cookies it had.
    const again = await portal.call(`${back.pathname}${back.search}`, { headers: { Cookie: cookies } });
    expect(again.headers.location).toBe('/login?error=sso_expired');

    const victim = new Portal(service.origin);
    const stolen = await atProvider(await startedUrl(portal, connection), 'replayed', provider);
    expect((await comeBack(victim, stolen)).search).toBe('?error=sso_expired');
    expect(victim.jar.get(SESSION_COOKIE)).toBeUndefined();
    // And burnt by that.
    expect((await comeBack(portal, stolen)).search).toBe('?error=sso_expired');

    const saved = await stranger.post(
      '/sso',
      ssoSettings(provider.issuer, { client_id: 'another', client_secret: SECRET }),
    );
    const theirs = saved.json.sso.connection.id;
    const mixed = await atProvider(await startedUrl(portal, connection), 'replayed', provider);
    mixed.pathname = mixed.pathname.replace(connection, theirs);
    expect((await comeBack(portal, mixed)).search).toBe('?error=sso_expired');
    // Their provider may name whom it likes: the domain is not theirs.
    const place = await signInBySso(new Portal(service.origin), theirs, provider, 'replayed');
    expect(place).toContain('error=sso_address');

    const unasked = new URL(`${service.origin}/api/auth/callback/${connection}?code=x&state=y`);
    expect((await comeBack(portal, unasked)).search).toBe('?error=sso_expired');
    expect((await portal.call(`/api/auth/signin/${connection}`)).status).toBe(404);
    const forged = await portal.call(`/api/auth/signin/${connection}?redirect_uri=https://evil.test`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ csrfToken: 'wrong', intent: 'sign_in' }),
    });
    expect(forged.status, forged.text).toBe(403);
    expect((await startSso(portal, connection, { return_to: '//evil.test' })).status).toBe(400);
  });

  test('whoever must prove that it is them is asked again, and must be the same', async () => {
    person('careful');
    person('careless');
    const portal = new Portal(service.origin);
    const browser = new Portal(provider.issuer);
    await signInBySso(portal, connection, provider, 'careful', { browser });
    const place = '/login?reason=confirm&callbackUrl=%2Fmembers';
    const led = await portal.call(place);
    expect(led.headers.location).toBe('/single-sign-on?reason=confirm&callbackUrl=%2Fmembers');
    const url = await startedUrl(portal, connection, { intent: 'confirm', return_to: '/members' });
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
    const before = portal.jar.get(SESSION_COOKIE);
    expect((await comeBack(portal, await atProvider(url, 'careful', provider, browser))).pathname).toBe(
      '/members',
    );
    expect(portal.jar.get(SESSION_COOKIE)).not.toBe(before);
    expect((await portal.get('/sessions')).json.sessions).toHaveLength(1);

    expect(await refused(portal, 'careless', { intent: 'confirm' })).toBe('sso_other_person');
    // Somebody on the way takes the question out: the provider answers from an earlier sign-in.
    const quiet = await startedUrl(portal, connection, { intent: 'confirm' });
    quiet.searchParams.delete('prompt');
    quiet.searchParams.delete('max_age');
    const back = await atProvider(quiet, 'careful', provider, browser);
    expect((await comeBack(portal, back)).search).toContain('sso_not_confirmed');
  });

  test('required, it leaves passwords to owners, after a trial of one’s own', async () => {
    const invited = newAddress('member');
    const colleague = await join(owner, 'admin', invited);
    expect((await save({ enforced: true })).json.fields).toHaveProperty('enforced');
    person('tester');
    await signInBySso(owner, connection, provider, 'tester', { intent: 'test' });
    expect((await save({ enforced: true })).status).toBe(200);
    expect((await save({ enforced: true, enabled: false })).json.fields).toHaveProperty('enforced');
    // They are out at once, and come in by the provider only; owners stay.
    expect((await colleague.get('/session')).status).toBe(401);
    expect(await new Portal(service.origin).signIn(invited, colleague.password)).toBe(false);
    const { email } = await whoIs(owner);
    expect(await new Portal(service.origin).signIn(email, owner.password)).toBe(true);
    const { members } = (await owner.get('/members')).json;
    const { id } = members.find((member: { email: string }) => member.email === invited);
    expect((await owner.post(`/members/${id}/reset-password`)).status).toBe(409);
    expect((await save({ enforced: true, client_id: 'another-client' })).json.fields).toHaveProperty(
      'enforced',
    );
    await save();
    expect(await new Portal(service.origin).signIn(invited, colleague.password)).toBe(true);
  });

  test('removed, it is gone with its links', async () => {
    const portal = new Portal(service.origin);
    person('leaving');
    await signInBySso(portal, connection, provider, 'leaving');
    const url = await startedUrl(portal, connection);
    expect((await owner.delete('/sso')).json.sso.connection).toBeNull();
    expect((await comeBack(portal, await atProvider(url, 'leaving', provider))).search).toBe(
      '?error=sso_expired',
    );
    expect((await startSso(portal, connection)).status).toBe(404);
    expect((await owner.delete('/sso')).status).toBe(404);
  });

  test('no secret of a provider was left anywhere', () => expectNoTraces(dataDir, [service], [SECRET]));
});
