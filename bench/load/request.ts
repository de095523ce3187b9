import { type Answer, call } from '../../e2e/harness/call';
import { basic, bearer, type Credentials, FORM_TYPE, JSON_TYPE } from '../../e2e/harness/wire';

/** One request, to be sent by whichever generator. */
export interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body: string;
}

export const rawRequest = ({ method, path, headers, body }: Request, port: number): string =>
  [
    `${method} ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === 'POST' ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    '',
    body,
  ].join('\r\n');

export const send = ({ path, ...request }: Request, port: number): Promise<Answer> =>
  call(`http://127.0.0.1:${port}${path}`, {
    method: request.method,
    headers: request.headers,
    ...(request.method === 'POST' ? { body: request.body } : {}),
  });

const post = (path: string, headers: Record<string, string>, body: string): Request => ({
  method: 'POST',
  path,
  headers,
  body,
});
const form = (members: Record<string, string>): string => new URLSearchParams(members).toString();

export const get = (path: string): Request => ({ method: 'GET', path, headers: {}, body: '' });

export const tokenByJson = (client: Credentials, path = '/v1/auth/token'): Request =>
  post(path, JSON_TYPE, JSON.stringify({ grant_type: 'client_credentials', ...client }));

export const tokenByForm = (
  client: Credentials,
  path = '/v1/auth/token',
  extra: Record<string, string> = {},
): Request => post(path, FORM_TYPE, form({ grant_type: 'client_credentials', ...client, ...extra }));

const INTROSPECT = '/v1/auth/introspect';

export const introspectByJson = (caller: string, token: string, path = INTROSPECT): Request =>
  post(path, { ...bearer(caller), ...JSON_TYPE }, JSON.stringify({ token }));

export const introspectByForm = (caller: string, token: string): Request =>
  post(INTROSPECT, { ...bearer(caller), ...FORM_TYPE }, form({ token }));

/** By the caller's secret instead of its token. */
export const introspectBySecret = ({ client_id, client_secret }: Credentials, token: string): Request =>
  post(INTROSPECT, { ...basic(client_id, client_secret), ...FORM_TYPE }, form({ token }));

/** As `oidc-provider` takes it: the caller's credentials beside the token. */
export const introspectByBody = (client: Credentials, token: string, path: string): Request =>
  post(path, FORM_TYPE, form({ ...client, token }));

export const revoke = ({ client_id, client_secret }: Credentials, token: string): Request =>
  post('/v1/auth/revoke', { ...basic(client_id, client_secret), ...FORM_TYPE }, form({ token }));
