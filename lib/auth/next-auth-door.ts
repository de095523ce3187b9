import type { cookies } from 'next/headers';
import { errorAnswer } from '../http/answer';
import { readText } from '../http/body';
import { noSuchEndpoint } from '../http/unknown-endpoint';
import { webAnswer, webRequest } from '../http/web-door';
import { newId } from '../ids';
import { OAuthError } from '../oauth/errors';

/** What the sign-in page and the sign-out button use. The rest of next-auth's addresses would only be surface. */
const ACTIONS: Record<string, readonly string[]> = {
  GET: ['csrf', 'providers'],
  POST: ['callback/credentials', 'callback/passkey', 'signout'],
};

const SSO = /^(signin|callback)\/(sso_[A-Za-z0-9]{22})$/;

/** The two actions of single sign-on, each with the connection that its address names. */
export function ssoAction(
  method: string,
  action: string,
): { kind: 'start' | 'finish'; connectionId: string } | undefined {
  const [, step, connectionId] = SSO.exec(action) ?? [];
  if (!connectionId) return undefined;
  if (method === 'POST' && step === 'signin') return { kind: 'start', connectionId };
  return method === 'GET' && step === 'callback' ? { kind: 'finish', connectionId } : undefined;
}

/**
 * Lets through to next-auth only what is used, with a body of bounded size and time: next-auth reads bodies without
 * end, offers an open log endpoint, and clears the session cookie when the database cannot be read.
 *
 * @param action the path below `/api/auth/`
 * @returns the request to hand on, or the refusal
 */
export async function admitToNextAuth(request: Request, action: string): Promise<Request | Response> {
  const refuse = (status: number, words: string, headers = {}) =>
    webAnswer(errorAnswer(status, 'invalid_request', words, newId('req'), headers));
  const method = Object.keys(ACTIONS).find((name) => ACTIONS[name]?.includes(action));
  if (!method) return webAnswer(noSuchEndpoint());
  if (request.method !== method) return refuse(405, `Use ${method}.`, { Allow: method });
  if (method === 'GET') return request;
  try {
    const body = await readText(webRequest(request));
    if (isJson(request) && !isObject(body)) return refuse(400, 'The body is not a JSON object.');
    return new Request(request.url, { method, headers: request.headers, body });
  } catch (cause) {
    if (OAuthError.is(cause)) return refuse(cause.status, cause.message);
    throw cause;
  }
}

const isJson = (request: Request) => request.headers.get('content-type')?.includes('application/json');

/** next-auth takes whatever the JSON is for its parameters, and fails on what is none. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/**
 * Without the address to return to, which nothing here follows: next-auth calls one that it cannot read a fault of the
 * server.
 */
export function withoutReturn({ url, method, headers, body }: Request): Request {
  const address = new URL(url);
  address.searchParams.delete('callbackUrl');
  return new Request(address, { method, headers, body, duplex: 'half' } as RequestInit);
}

/** next-auth's own cookie, under whichever prefix. */
const RETURN_COOKIE = /^(__\w+-)?next-auth\.callback-url$/;

/**
 * Takes such an address out of the cookies, which next-auth reads past the request that it is given, and out of the
 * browser: left there by something else on this host, it would lock a person out.
 */
export function forgetReturn(jar: Awaited<ReturnType<typeof cookies>>): void {
  for (const { name, value } of jar.getAll())
    if (RETURN_COOKIE.test(name) && !isAddress(value))
      jar.set(name, '', { path: '/', maxAge: 0, httpOnly: true, secure: name.startsWith('__') });
}

/** As next-auth has it. */
function isAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text, text.startsWith('/') ? 'http://localhost' : undefined).protocol);
  } catch {
    return false;
  }
}
