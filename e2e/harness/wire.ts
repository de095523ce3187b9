import { expect } from 'vitest';
import { type Answer, type Call, call } from './call';

export interface Credentials {
  client_id: string;
  client_secret: string;
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };

export const basic = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

const TRACES =
  /node_modules|\bat .+:\d+:\d+|\.(ts|js|mjs):\d+|\bselect\b.+\bfrom\b|\binsert into\b|postgres/i;

/** What every answer under /v1/ has, refusals included. Called on every one of them. */
export function expectWireHeaders(answer: Answer): void {
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.stringMatching(/^req_[A-Za-z0-9_-]+$/),
  });
  expect(answer.headers['x-powered-by']).toBeUndefined();
}

/** A POST to one endpoint under /v1/ whose answer has the headers that every answer has. */
async function post(url: string, options: Call): Promise<Answer> {
  const answer = await call(url, { method: 'POST', ...options });
  expectWireHeaders(answer);
  return answer;
}

export const token = (origin: string, options: Call) => post(`${origin}/v1/auth/token`, options);
export const introspect = (origin: string, options: Call) => post(`${origin}/v1/auth/introspect`, options);

/** A token request in the seed's own form. */
export const requestToken = (origin: string, credentials: Credentials, extra: Record<string, unknown> = {}) =>
  token(origin, {
    headers: JSON_TYPE,
    body: JSON.stringify({ grant_type: 'client_credentials', ...credentials, ...extra }),
  });

/** A token, or a failed test. */
export async function getToken(
  origin: string,
  credentials: Credentials,
  extra: Record<string, unknown> = {},
): Promise<string> {
  const answer = await requestToken(origin, credentials, extra);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.access_token;
}

/** An introspection in the seed's own form: the caller's bearer, and JSON under whatever label. */
export const inspect = (origin: string, callersToken: string, inspected: string) =>
  introspect(origin, {
    headers: { ...bearer(callersToken), ...JSON_TYPE },
    body: JSON.stringify({ token: inspected }),
  });

/** A refusal in the one form of the wire, with the request id of its header and nothing of our insides. */
export function expectRefusal(answer: Answer, status: number, error: string): void {
  expect({ status: answer.status, error: answer.json.error }, answer.text).toEqual({ status, error });
  expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
  expect(Object.keys(answer.json)).toEqual(['error', 'error_description', 'request_id']);
  expect(answer.json.request_id).toBe(answer.headers['x-request-id']);
  expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  expect(answer.text).not.toMatch(TRACES);
}

/** What `{"active":false}` must be, to the byte. */
export function expectInactive(answer: Answer): void {
  expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '{"active":false}' });
}

/** An answer without what differs from one request to the next. */
export function fingerprint({ status, headers, text }: Answer): unknown {
  const { date: _, 'x-request-id': id = '', ...rest } = headers;
  const policy = rest['content-security-policy'];
  if (policy) rest['content-security-policy'] = policy.replace(/'nonce-[^']+'/, "'nonce-(nonce)'");
  return { status, headers: rest, text: text.replaceAll(id, '(request id)') };
}
