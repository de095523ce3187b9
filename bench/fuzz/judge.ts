import type { RawAnswer } from './answers';
import { CANARY } from './deform';
import type { Draft } from './draft';

/** The closed vocabulary of the wire. */
const ERRORS = [
  ...['invalid_request', 'unsupported_grant_type', 'invalid_scope', 'invalid_target', 'invalid_dpop_proof'],
  ...['use_dpop_nonce', 'unauthorized_client', 'invalid_client', 'invalid_token', 'insufficient_scope'],
  ...['forbidden', 'not_found', 'conflict', 'invalid_grant', 'unsupported_response_type', 'rate_limited'],
  ...['temporarily_unavailable', 'request_not_supported', 'request_uri_not_supported'],
];

const SAFE: [name: string, value: RegExp][] = [['x-content-type-options', /^nosniff$/]];
const HEADERS: [name: string, value: RegExp][] = [
  ...SAFE,
  ['cache-control', /^no-store$/],
  ['pragma', /^no-cache$/],
  ['x-request-id', /^req_[0-9A-Za-z]{22}$/],
];

/** Whether credentials may be sent there: of pages, and of what is published, less is asked. */
const isWire = (target: string) => /^\/(v1\/|token$|token\?)/.test(target);

/** Our insides. */
const TRACES =
  /node_modules|\bat \S* ?\(?\S*[/\\]\S*:\d+:\d+|\.(ts|js|mjs):\d+|\bselect\b.+\bfrom\b|\binsert into\b|postgres|redis/i;

/** Their signatures are chance, which in a hundred thousand answers writes five letters of anything. */
export const TOKENS = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** What a request may be granted at most. */
export type Permitted = Pick<Draft, 'endpoint' | 'method' | 'mayAdmit' | 'mayBeActive'>;

/** What every answer must be, whatever was asked. @returns what is wrong with it */
export function formFault(
  answer: RawAnswer,
  { target, endpoint, mayEcho }: Pick<Draft, 'target' | 'endpoint' | 'mayEcho'>,
  planted: readonly string[],
): string | undefined {
  const { status, headers } = answer;
  if (status >= 500) return `status ${status}`;
  const wire = isWire(target);
  for (const [name, value] of wire ? HEADERS : SAFE)
    if (!value.test(headers[name] ?? '')) return `header ${name}: ${headers[name] ?? 'none'}`;
  const text = answer.body.toString('utf8');
  const everything = `${Object.values(headers).join('\n')}\n${text}`;
  const repeated = [...(mayEcho || !wire ? [] : [CANARY]), ...planted].find((secret) =>
    everything.includes(secret),
  );
  if (repeated) return `it repeats ${JSON.stringify(repeated)}`;
  if (!wire) return undefined;
  if (TRACES.test(text.replace(TOKENS, ''))) return 'it tells of our insides';
  if (status < 400 || text === '') return undefined;
  if (endpoint === 'people' && headers['content-type']?.startsWith('text/html')) return undefined;
  return errorFault(text, headers);
}

function errorFault(text: string, headers: RawAnswer['headers']): string | undefined {
  if (headers['content-type'] !== 'application/json') return `an error as ${headers['content-type']}`;
  const body = parsed(text);
  if (!body) return 'an error that is no JSON';
  const { fields: _, ...members } = body;
  if (Object.keys(members).join() !== 'error,error_description,request_id') return 'an error of another form';
  if (!ERRORS.includes(String(body.error))) return `an error named ${body.error}`;
  if (!/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/.test(String(body.error_description)))
    return 'a malformed description';
  if (body.request_id !== headers['x-request-id']) return 'two request ids';
  return undefined;
}

/** What no answer may grant. @returns what was granted wrongly */
export function grantFault(
  answer: RawAnswer,
  { endpoint, mayAdmit, mayBeActive }: Permitted,
): string | undefined {
  if (answer.status >= 300) return undefined;
  if (!mayAdmit) return `${answer.status} for a wrong credential`;
  const text = answer.body.toString('utf8');
  const body = parsed(text);
  const keys = Object.keys(body ?? {}).join();
  switch (endpoint) {
    case 'token':
      return keys === 'access_token,token_type,expires_in,scope' ? undefined : `a token answer of ${keys}`;
    case 'opencrvs':
      return keys === 'access_token,token_type' ? undefined : `a token answer of ${keys}`;
    case 'rotate':
      return answer.status === 201 && body?.client_secret ? undefined : `a rotation of ${keys}`;
    case 'revoke':
      return text === '' ? undefined : 'a revocation with a body';
    case 'introspect':
      if (text === '{"active":false}') return undefined;
      if (body?.active !== true) return `an introspection of ${keys}`;
      return mayBeActive ? undefined : 'a wrong token is active';
    case 'leaks':
      return `${answer.status} for an unsigned report`;
    case 'people':
      return `${answer.status} for nobody`;
    case 'manage':
    case 'published':
    case 'search':
      return undefined;
  }
}

/** What an unspoiled request must get. @returns what it got instead */
export function refusalFault(
  { status, body }: RawAnswer,
  { endpoint, method, mayAdmit, mayBeActive }: Permitted,
): string | undefined {
  const answer = parsed(body.toString());
  // Whoever has yet to learn the nonce is refused once by design (RFC 9449 §8).
  if (!mayAdmit || answer?.error === 'use_dpop_nonce') return undefined;
  const isRead = method === 'GET' && ['manage', 'published'].includes(endpoint);
  if ((isRead || ['token', 'opencrvs', 'introspect'].includes(endpoint)) && status !== 200)
    return `a good request got ${status}`;
  return mayBeActive && answer?.active !== true ? 'a good token is inactive' : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
