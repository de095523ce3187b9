import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { type Answer, type Call, call } from './call';
import type { Onboarded } from './onboard';
import { type Credentials, FORM_TYPE, JSON_TYPE } from './wire';

/** A browser's memory of one site: enough of RFC 6265 for a service that sets no paths or domains. */
class Jar {
  private readonly cookies = new Map<string, string>();

  take(answer: Answer): void {
    // `call` joins with a comma; a comma followed by `name=` starts the next cookie.
    for (const line of (answer.headers['set-cookie'] ?? '').split(/,\s*(?=[^;,=\s]+=)/)) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (value && !/max-age=0\b|expires=thu, 01 jan 1970/i.test(line)) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
  }

  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(name: string): string | undefined {
    return this.cookies.get(name);
  }
}

export const SESSION_COOKIE = 'gooclaim.session';

/** Someone with a browser at the portal. */
export class Portal {
  readonly jar = new Jar();
  /** The person's own, once they have chosen one here. */
  password = '';

  constructor(readonly origin: string) {}

  async call(path: string, options: Call = {}): Promise<Answer> {
    const answer = await call(`${this.origin}${path}`, {
      ...options,
      headers: { Cookie: this.jar.header(), Origin: this.origin, ...options.headers },
    });
    this.jar.take(answer);
    return answer;
  }

  get = (path: string) => this.call(`/api/portal${path}`);
  private send =
    (method: string) =>
    (path: string, body: unknown = {}) =>
      this.call(`/api/portal${path}`, { method, headers: JSON_TYPE, body: JSON.stringify(body) });
  post = this.send('POST');
  patch = this.send('PATCH');
  delete = this.send('DELETE');

  /** Signs in as the page does it. @returns whether there is a session now */
  async signIn(email: string, password: string): Promise<boolean> {
    const { csrfToken } = (await this.call('/api/auth/csrf')).json;
    await this.call('/api/auth/callback/credentials', {
      method: 'POST',
      headers: FORM_TYPE,
      body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
    });
    return this.jar.get(SESSION_COOKIE) !== undefined;
  }

  async signOut(): Promise<void> {
    const { csrfToken } = (await this.call('/api/auth/csrf')).json;
    await this.call('/api/auth/signout', {
      method: 'POST',
      headers: FORM_TYPE,
      body: new URLSearchParams({ csrfToken, json: 'true' }).toString(),
    });
  }

  /** A new machine client of this tenant. */
  async createClient(name = 'A client', scopes = ['workflow:read', 'audit:read']): Promise<Credentials> {
    const answer = await this.post('/clients', { name, scopes });
    expect(answer.status, answer.text).toBe(201);
    return { client_id: answer.json.client.client_id, client_secret: answer.json.client_secret };
  }

  /** Changes a client's settings; a refusal fails the test. */
  async changeClient(clientId: string, change: Record<string, unknown>): Promise<Answer> {
    const answer = await this.patch(`/clients/${clientId}`, change);
    expect(answer.status, answer.text).toBe(200);
    return answer;
  }
}

/** A new tenant's admin, signed in, with a password of their own. */
export async function firstSignIn(origin: string, { admin }: Onboarded): Promise<Portal> {
  const portal = new Portal(origin);
  expect(await portal.signIn(admin.email, admin.password)).toBe(true);
  const own = `Own-${randomBytes(12).toString('hex')}`;
  const changed = await portal.post('/password', { current_password: admin.password, new_password: own });
  expect(changed.status, changed.text).toBe(200);
  portal.password = own;
  return portal;
}
