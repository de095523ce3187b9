import { randomBytes, randomUUID } from 'node:crypto';
import { call } from './call';
import { encode } from './jwt';
import { FORM_TYPE, JSON_TYPE } from './wire';

/** Shorter ones could be found by chance. */
const SHORTEST = 12;

const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text.toLowerCase();
const percent = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** In base64 a text looks in three ways, by what is before it; at its ends the neighbours show. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const end = whole.length - (whole.length % 3);
    const inner = whole.subarray(before === 0 ? 0 : 3, end);
    return [inner.toString('base64'), inner.toString('base64url')];
  });
}

/** The ways in which something can lie about: as it is, in hex, percent-encoded, in either base64, within whatever. */
function formsOf(canary: string): string[] {
  if (canary.length < SHORTEST) throw new Error(`Too short to look for: ${canary.length} characters.`);
  const hex = Buffer.from(canary).toString('hex');
  return [
    ...new Set([
      canary,
      hex,
      upper(hex),
      encodeURIComponent(canary),
      lower(encodeURIComponent(canary)),
      percent(canary),
      upper(percent(canary)),
      ...base64Forms(canary),
    ]),
  ];
}

/** What was found where, in words; nothing is to be. */
export function findingsOf(
  canaries: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(canaries).flatMap(([what, canary]) =>
    Object.entries(places)
      .filter(([, text]) => formsOf(canary).some((form) => text.includes(form)))
      .map(([where]) => `${what} in ${where}`),
  );
}

const random = () => randomBytes(32).toString('base64url');
const jwt = () =>
  [
    { alg: 'RS256', kid: random() },
    { jti: randomUUID(), note: random() },
  ]
    .map(encode)
    .join('.');

/** Things of the right form that nobody made: secrets, tokens, codes. */
export const invented = () => ({
  secret: `gcs_local_${randomBytes(36).toString('hex')}`,
  assertion: `${jwt()}.${random()}${random()}`,
  token: `${jwt()}.${random()}${random()}`,
  code: randomBytes(32).toString('hex').slice(0, 43),
  refresh_token: randomBytes(32).toString('hex').slice(0, 43),
  password: `never chosen ${random()}`,
  seed: randomBytes(20).toString('hex').toUpperCase(),
});

/** The names under which they are asked for anywhere. */
function everyParameter(canaries: ReturnType<typeof invented>): Record<string, string> {
  const { secret, assertion, token, code, refresh_token, password, seed } = canaries;
  return {
    grant_type: 'client_credentials',
    client_id: 'client_of_nobody',
    client_secret: secret,
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    token,
    access_token: token,
    id_token_hint: token,
    subject_token: token,
    code,
    code_verifier: code,
    refresh_token,
    password,
    new_password: password,
    current_password: password,
    secret,
    totp: seed,
    assertion,
  };
}

/**
 * Sends them to an address in every way: as JSON and as a form, in the query, in headers, in the path, as cookies, and
 * as what cannot be read. What comes back is not looked at.
 */
export async function sendEveryWay(
  url: string,
  method: string,
  canaries: ReturnType<typeof invented>,
): Promise<void> {
  const parameters = everyParameter(canaries);
  const form = new URLSearchParams(parameters).toString();
  const json = JSON.stringify(parameters);
  const { secret, token, assertion, password } = canaries;
  const basic = Buffer.from(`client_of_nobody:${secret}`).toString('base64');
  const body = (text: string) => (method === 'GET' ? {} : { body: text });
  const headersOnly = [
    { Authorization: `Bearer ${token}` },
    { Authorization: `DPoP ${token}`, DPoP: assertion },
    { Authorization: `Basic ${basic}`, 'Proxy-Authorization': `Basic ${basic}` },
    { Authorization: secret, 'X-Api-Key': secret, 'X-Request-Id': secret, traceparent: token },
    { Cookie: `gooclaim.session=${token}; next-auth.session-token=${token}; token=${secret}` },
  ];
  await Promise.all([
    call(url, { method, headers: JSON_TYPE, ...body(json) }),
    call(url, { method, headers: JSON_TYPE, ...body(json.slice(0, -9)) }),
    call(url, { method, headers: FORM_TYPE, ...body(form) }),
    call(url, { method, headers: { 'Content-Type': 'text/plain' }, ...body(json) }),
    call(url, {
      method,
      headers: { 'Content-Type': `multipart/form-data; boundary=${secret}` },
      ...body(form),
    }),
    call(`${url}?${form}`, { method, headers: JSON_TYPE, ...body('{}') }),
    call(`${url}/${secret}`, {
      method,
      headers: FORM_TYPE,
      ...body(`password=${encodeURIComponent(password)}`),
    }),
    ...headersOnly.map((headers) =>
      call(url, { method, headers: { ...FORM_TYPE, ...headers }, ...body('') }),
    ),
  ]);
}
