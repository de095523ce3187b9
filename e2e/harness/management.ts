import { randomUUID } from 'node:crypto';
import { type Answer, call } from './call';
import { bearer, type Credentials, expectWireHeaders, getToken, JSON_TYPE } from './wire';

/** A program that manages its tenant's clients, at one door. */
export class Manager {
  constructor(
    readonly origin: string,
    readonly token: string,
  ) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await call(`${this.origin}/v1/tenants/self/clients${path}`, {
      method,
      headers: { ...bearer(this.token), ...(body === undefined ? {} : JSON_TYPE), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    expectWireHeaders(answer);
    return answer;
  }

  get = (path: string) => this.call('GET', path);
  patch = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.call('PATCH', path, body, headers);
  delete = (path: string) => this.call('DELETE', path);
  post = (path: string, body?: unknown) => this.call('POST', path, body);
  /** For what answers with a secret. */
  postOnce = (path: string, body: unknown, key: string = randomUUID()) =>
    this.call('POST', path, body, { 'Idempotency-Key': key });
}

export const managerAt = async (origin: string, client: Credentials, scope?: string): Promise<Manager> =>
  new Manager(origin, await getToken(origin, client, scope === undefined ? {} : { scope }));
