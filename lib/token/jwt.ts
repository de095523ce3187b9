/** The audience of every Gooclaim access token. */
export const AUDIENCE = 'gooclaim-api';

/** Not changed once it is made: one that is remembered is shown to many. */
export interface DecodedToken {
  /** As pasted: `alg`, `typ` and `kid` may be absent or of any type. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** False when the third segment is missing or empty. */
  readonly signed: boolean;
}

export type DecodeFailure =
  | 'not_three_segments'
  | 'encrypted'
  | 'not_base64url'
  | 'not_json'
  | 'not_an_object';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE64URL = /^[A-Za-z0-9_-]*$/;

/**
 * Strict base64url (RFC 7515 §2): no padding, no length that cannot be, and the unused bits of the last
 * character zero (RFC 4648 §3.5). Lenient decoders ignore those bits, so that one signature has sixteen
 * spellings and a token changed in its last character would still verify.
 */
function isBase64url(segment: string): boolean {
  if (!BASE64URL.test(segment)) return false;
  const rest = segment.length % 4;
  if (rest === 0) return true;
  const unused = rest === 2 ? 0b1111 : 0b11;
  return rest !== 1 && (ALPHABET.indexOf(segment.slice(-1)) & unused) === 0;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decodeSegment(segment: string): unknown {
  const binary = atob(segment.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return JSON.parse(UTF8.decode(bytes));
}

/**
 * Any JSON object: what a header and a claim set must be before a single member is believed (RFC 7519 §7.2).
 * A member of the wrong type (a `kid` that is a number) is judged by the check that needs it, under its name.
 */
function asObject(json: unknown): Record<string, unknown> | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  // Whoever copies it member by member would set the copy's prototype.
  return Object.hasOwn(json, '__proto__')
    ? Object.fromEntries(Object.entries(json).filter(([name]) => name !== '__proto__'))
    : { ...json };
}

/**
 * Reads a compact JWS without believing it (RFC 7515 §7.1). Runs in the browser and on the server.
 * A missing third segment still decodes, since people paste tokens cut short; `signed` is then false.
 */
export function decodeToken(token: string): DecodedToken | DecodeFailure {
  const segments = token.split('.');
  if (segments.length === 5) return 'encrypted';
  const [rawHeader, rawPayload, signature] = segments;
  if (!rawHeader || !rawPayload || segments.length > 3) return 'not_three_segments';
  for (const segment of segments) {
    if (!isBase64url(segment)) return 'not_base64url';
  }
  try {
    const header = asObject(decodeSegment(rawHeader));
    const payload = asObject(decodeSegment(rawPayload));
    if (!header || !payload) return 'not_an_object';
    return { header, payload, signed: Boolean(signature) };
  } catch {
    return 'not_json';
  }
}
