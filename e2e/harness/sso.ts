import { expect } from 'vitest';
import type { Answer } from './call';
import type { OpenIdProvider } from './openid-provider';
import { Portal } from './portal';
import { JSON_TYPE } from './wire';

/** A connection as the settings page sends it. */
export const ssoSettings = (issuer: string, more: Record<string, unknown> = {}) => ({
  issuer,
  client_id: 'gooclaim',
  scopes: ['openid', 'email', 'groups'],
  role_claim: 'groups',
  role_mapping: [
    { value: 'claims-devs', role: 'developer' },
    { value: 'claims-admins', role: 'admin' },
  ],
  default_role: 'viewer',
  jit: true,
  enabled: true,
  enforced: false,
  ...more,
});

export const connectionId = (tenantId: string): string => tenantId.replace('ten_', 'sso_');

interface Wish {
  intent?: 'sign_in' | 'confirm' | 'test';
  return_to?: string;
}

/** As the page starts a sign-in. */
export async function startSso(portal: Portal, connection: string, wish: Wish = {}): Promise<Answer> {
  const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
  return portal.call(`/api/auth/signin/${connection}`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ csrfToken, intent: 'sign_in', ...wish }),
  });
}

/** Where the provider is asked to sign somebody in. */
export async function startedUrl(portal: Portal, connection: string, wish: Wish = {}): Promise<URL> {
  const answer = await startSso(portal, connection, wish);
  expect(answer.status, answer.text).toBe(200);
  return new URL(answer.json.url);
}

/** Signs in on the provider's page, or cancels. @returns the address it sends the browser back to */
export async function atProvider(
  url: URL,
  login: string,
  provider: OpenIdProvider,
  browser = new Portal(provider.issuer),
): Promise<URL> {
  let next = url;
  for (let step = 0; step < 10; step++) {
    if (next.origin !== provider.issuer) return next;
    const page = next.pathname.startsWith('/interaction/');
    const answer = await browser.call(`${next.pathname}${next.search}`, {
      method: page ? 'POST' : 'GET',
      ...(page ? { body: new URLSearchParams({ login }).toString() } : {}),
    });
    expect([302, 303], answer.text).toContain(answer.status);
    next = new URL(answer.headers.location ?? '', next);
  }
  throw new Error('The provider led in circles.');
}

/** Back at the portal. @returns where that leads */
export async function comeBack(portal: Portal, back: URL): Promise<URL> {
  const answer = await portal.call(`${back.pathname}${back.search}`);
  expect(answer.status, answer.text).toBe(302);
  return new URL(answer.headers.location ?? '', portal.origin);
}

/** All of it. @returns where it ends: a path with its query */
export async function signInBySso(
  portal: Portal,
  connection: string,
  provider: OpenIdProvider,
  login: string,
  { browser, ...wish }: Wish & { browser?: Portal } = {},
): Promise<string> {
  const url = await startedUrl(portal, connection, wish);
  const { pathname, search } = await comeBack(portal, await atProvider(url, login, provider, browser));
  return `${pathname}${search}`;
}

/** Says that a domain is the tenant's, writes the record, and has it looked up. */
export async function proveDomain(
  owner: Portal,
  domain: string,
  records: Map<string, string[] | 'silent' | 'broken'>,
): Promise<string> {
  const added = await owner.post('/sso/domains', { domain });
  expect(added.status, added.text).toBe(201);
  const { id, record } = added.json.domain;
  records.set(record.name, [record.value]);
  const checked = await owner.post(`/sso/domains/${id}/check`);
  expect(checked.json.result, checked.text).toBe('verified');
  return id;
}
