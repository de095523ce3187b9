/** The longest text looked at, in characters. Pasting a log file must not freeze the page. */
export const LONGEST_PASTE = 65_536;

/** Where in the pasted text the token stood. */
type Place =
  | 'bare'
  | 'quotes'
  | 'bearer'
  | 'header'
  | 'curl'
  | 'url'
  | 'token_response'
  | 'json'
  | 'form'
  | 'text';

export type Recognised =
  | { kind: 'empty'; said: string }
  | { kind: 'too_long'; said: string }
  /** A secret stands somewhere in the text. `token` is what else was found, for "keep only the token". */
  | { kind: 'client_secret'; said: string; token?: string }
  /** The id of a request, alone or in an error's answer. */
  | { kind: 'request'; said: string; requestId: string }
  | { kind: 'token'; said: string; token: string; place: Place }
  /** Two segments, or a third that is empty. */
  | { kind: 'unsigned'; said: string; token: string; place: Place }
  | { kind: 'encrypted'; said: string; token: string; place: Place }
  /** A token abbreviated with an ellipsis, as documentation prints it. */
  | { kind: 'shortened'; said: string }
  /** The JSON inside a token, already decoded. */
  | { kind: 'payload'; said: string; payload: Record<string, unknown> }
  | { kind: 'opaque'; said: string };

/**
 * Says what a pasted text is and takes the token out of it. Pure, never throws, linear in the text:
 * it walks over runs of token characters and looks only a fixed distance around each.
 */
export function recognise(pasted: string): Recognised {
  if (pasted.length > LONGEST_PASTE)
    return { kind: 'too_long', said: `Longer than ${LONGEST_PASTE / 1024} kB. Paste the token alone.` };
  const text = plain(pasted);
  if (text === '') return { kind: 'empty', said: '' };

  const decoded = percentDecode(text);
  const readings = decoded === text ? [text] : [text, decoded];
  const found = readings.map(findToken).find((token) => token !== undefined);
  const secret = readings.map(findSecret).find((found) => found !== undefined);
  if (secret && found)
    return {
      kind: 'client_secret',
      said: 'There is a client secret beside the token. Nothing was sent anywhere.',
      token: found.token,
    };
  if (secret) return { kind: 'client_secret', said: secret.said };
  if (found) return describe(found, text);

  const requestId = findRequestId(text);
  if (requestId)
    return {
      kind: 'request',
      said:
        requestId === text
          ? 'This is the ID of a request.'
          : 'This is an answer with the ID of its request. Only the ID is looked up.',
      requestId,
    };
  if (isShortened(text))
    return { kind: 'shortened', said: 'This token was shortened with an ellipsis. Copy it whole.' };
  const payload = asPayload(text);
  if (payload) return payload;
  return { kind: 'opaque', said: 'This is not a JSON Web Token. It was not sent anywhere.' };
}

/** The secret in such a text, for whoever asks whose it is: `recognise` itself passes none on. */
export function secretIn(pasted: string): string | undefined {
  if (pasted.length > LONGEST_PASTE) return undefined;
  const text = plain(pasted);
  return findSecret(text)?.secret ?? findSecret(percentDecode(text))?.secret;
}

/** Characters nobody sees, which chat programs and word processors add. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g;

function plain(pasted: string): string {
  return pasted
    .replace(INVISIBLE, '')
    .replace(/[\u201C\u201D\u201E\u00AB\u00BB]/g, '"')
    .replace(/[\u2018\u2019\u201A]/g, "'")
    .trim();
}

/** Byte by byte, since a stray `%` must not stop the rest; all that matters here is ASCII. */
const percentDecode = (text: string) =>
  text.replace(/%([0-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

interface Run {
  text: string;
  start: number;
  end: number;
}

/** Stretches of the characters a compact token is made of. */
const runsOf = (text: string): Run[] =>
  Array.from(text.matchAll(/[A-Za-z0-9_.-]+/g), ({ 0: run, index }) => ({
    text: run,
    start: index,
    end: index + run.length,
  }));

interface Found {
  token: string;
  place: Place;
  /** How many different tokens stood in the text. */
  count: number;
  mended: boolean;
}

function findToken(text: string): Found | undefined {
  const unwrapped = unwrapLabel(text);
  const bare = bareToken(unwrapped.rest);
  if (bare) return { token: bare.token, mended: bare.mended, place: unwrapped.place, count: 1 };

  const candidates = runsOf(text).flatMap((run) => {
    const read = tokenInRun(text, run);
    return read ? [{ ...read, start: run.start, field: fieldBefore(text, run.start) }] : [];
  });
  const best = candidates.reduce<(typeof candidates)[number] | undefined>(
    (best, next) => (best && PREFERENCE[best.field] >= PREFERENCE[next.field] ? best : next),
    undefined,
  );
  if (!best) return general(text);
  return {
    token: best.token,
    mended: best.mended,
    place: placeOf(text, best.field),
    count: new Set(candidates.map(({ token }) => token)).size,
  };
}

/** `Authorization: Bearer …`, `Bearer …` and quotes around the whole, in any nesting people produce. */
function unwrapLabel(text: string): { rest: string; place: Place } {
  let rest = text;
  let place: Place = 'bare';
  for (let depth = 0; depth < 4; depth++) {
    const quoted = /^(["'`])([\s\S]*)\1[,;]?$/.exec(rest);
    const header = /^(?:proxy-)?authorization["']?\s{0,8}[:=]\s*/i.exec(rest);
    const bearer = /^bearer(?:\s+|:\s*)/i.exec(rest);
    if (quoted?.[2] !== undefined) {
      rest = quoted[2];
      if (place === 'bare') place = 'quotes';
    } else if (header) {
      rest = rest.slice(header[0].length);
      place = 'header';
    } else if (bearer) {
      rest = rest.slice(bearer[0].length);
      if (place !== 'header') place = 'bearer';
    } else break;
    rest = rest.trim();
  }
  return { rest, place };
}

/** A text that is nothing but one token, perhaps broken over lines by a terminal or a mail program. */
function bareToken(text: string): { token: string; mended: boolean } | undefined {
  // Literal `\n` comes from a JSON string that was copied with its escapes.
  const spaced = text.replace(/\\[nrt]|\\(?=\s)/g, ' ');
  if (!/^[A-Za-z0-9_.\s-]+$/.test(spaced)) return undefined;
  const runs = runsOf(spaced);
  // Two tokens one under the other must not be glued into one.
  if (runs.filter((run) => startsToken(run.text)).length > 1) return undefined;
  let joined = '';
  let pieces = 0;
  let whole: number[] | undefined;
  for (const run of runs) {
    joined += run.text;
    pieces += 1;
    // Looked for once only, or a text of full stops would take quadratic time.
    if (!whole && run.text.includes('.')) whole = wholeLengths(joined);
    // What follows a whole token are words, not the rest of its signature.
    if (whole?.includes(joined.length)) break;
  }
  const token = asToken(joined);
  return token === undefined ? undefined : { token, mended: pieces > 1 };
}

/** Lengths of a signature in base64url, by the algorithm the header names. */
const SIGNATURE_LENGTHS = new Map([
  ['HS256', [43]],
  ['HS384', [64]],
  ['HS512', [86]],
  ['ES256', [86]],
  ['ES384', [128]],
  ['ES512', [176]],
  ['EdDSA', [86]],
]);
const RSA_SIGNATURE_LENGTHS = [342, 512, 683];

/** How long this token may be once its signature is complete; unknown before its third segment has begun. */
function wholeLengths(start: string): number[] | undefined {
  const [header = '', payload, signature] = start.split('.', 3);
  if (payload === undefined || signature === undefined) return undefined;
  const alg = readObject(header)?.alg;
  const lengths = (typeof alg === 'string' && SIGNATURE_LENGTHS.get(alg)) || RSA_SIGNATURE_LENGTHS;
  return lengths.map((length) => header.length + payload.length + 2 + length);
}

function tokenInRun(text: string, run: Run): { token: string; mended: boolean } | undefined {
  if (!startsToken(run.text)) return undefined;
  const rest = quotedRest(text, run);
  if (rest) return rest;
  const token = asToken(run.text);
  return token === undefined ? undefined : { token, mended: false };
}

/** Inside quotes a token may be broken over lines and is joined again, up to the closing quote. */
function quotedRest(text: string, run: Run): { token: string; mended: boolean } | undefined {
  if (!/["'`](?:[^"'`]{0,40}\s)?$/.test(text.slice(Math.max(0, run.start - 48), run.start))) return undefined;
  const after = /["'`]/.exec(text.slice(run.end, run.end + 16_384));
  if (!after || after.index === 0) return undefined;
  return bareToken(text.slice(run.start, run.end + after.index).replace(/\\$/, ''));
}

/** A header that decodes to a JSON object is the one sure sign of a token. */
function startsToken(run: string): boolean {
  const dot = run.indexOf('.');
  return dot > 0 && readObject(run.slice(0, dot)) !== undefined;
}

function readObject(segment: string): Record<string, unknown> | undefined {
  // `{` is 0x7B, so the base64 of an object starts with `e` and one of `w` to `_`.
  if (!/^e[w-z0-9_-]/.test(segment)) return undefined;
  try {
    const value: unknown = JSON.parse(atob(segment.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Not JSON: not a header.
  }
  return undefined;
}

/** Two, three or five segments; the full stop of a sentence is not one more. */
function asToken(run: string): string | undefined {
  const segments = run.split('.');
  if (segments.length === 4 && segments[3] === '') segments.pop();
  const [header = '', payload = ''] = segments;
  if (payload === '' && segments.length !== 5) return undefined;
  if (![2, 3, 5].includes(segments.length)) return undefined;
  return readObject(header) && segments.join('.');
}

/**
 * What has three long parts is shown as a token even when its header cannot be read, so that the checks
 * can say why: cut off at the start, or encoded with plain base64.
 */
function general(text: string): Found | undefined {
  const { rest, place } = unwrapLabel(text);
  if (rest.length < 60 || !/^[A-Za-z0-9_+/=-]{10,}\.[A-Za-z0-9_+/=-]{10,}\.[A-Za-z0-9_+/=-]{10,}$/.test(rest))
    return undefined;
  return { token: rest, place, count: 1, mended: false };
}

type Field = 'token' | 'access_token' | 'bearer' | 'other_field' | 'none';

/** In an introspection call the bearer is who asks; the `token` field is what is asked about. */
const PREFERENCE: Record<Field, number> = { token: 4, access_token: 3, bearer: 2, other_field: 1, none: 0 };

function fieldBefore(text: string, start: number): Field {
  const before = text.slice(Math.max(0, start - 80), start);
  if (/bearer[\s:]{1,8}$/i.test(before)) return 'bearer';
  const field = /([A-Za-z_]{1,40})[\\"']{0,4}\s{0,8}[:=]\s{0,8}[\\"']{0,4}$/.exec(before)?.[1];
  if (field === 'token' || field === 'access_token') return field;
  return field === undefined ? 'none' : 'other_field';
}

function placeOf(text: string, field: Field): Place {
  if (/^(?:\$\s*)?curl(?:\.exe)?\s/i.test(text)) return 'curl';
  if (/^https?:\/\/\S+$/i.test(text)) return 'url';
  if (/^[[{]/.test(text)) return field === 'access_token' ? 'token_response' : 'json';
  if (/^[A-Za-z_]{1,40}=\S+$/.test(text)) return 'form';
  return field === 'bearer' && /authorization/i.test(text) ? 'header' : 'text';
}

const PLACES: Record<Place, string> = {
  bare: '',
  quotes: 'in quotes',
  bearer: 'after “Bearer”',
  header: 'in an Authorization header',
  curl: 'inside a curl command',
  url: 'inside a URL',
  token_response: 'inside a token response',
  json: 'inside JSON',
  form: 'inside a form body',
  text: 'inside the text',
};

function describe({ token, place, count, mended }: Found, text: string): Recognised {
  const segments = token.split('.');
  const where = PLACES[place] && ` ${PLACES[place]}`;
  const more = [
    count > 1 && `It holds ${count} different tokens; this is the one ${choice(text)}.`,
    mended && 'Spaces and line breaks were taken out.',
    place === 'url' && 'A URL reaches logs and browser histories: treat this token as exposed.',
  ].filter(Boolean);
  const said = (what: string) => [`Found ${what}${where}.`, ...more].join(' ');
  if (segments.length === 5)
    return { kind: 'encrypted', said: said('an encrypted token (JWE)'), token, place };
  if (!segments[2]) return { kind: 'unsigned', said: said('a token without its signature'), token, place };
  return { kind: 'token', said: said('a token'), token, place };
}

const choice = (text: string) =>
  /\btoken\b["'\\]{0,4}\s{0,8}[:=]/.test(text) ? 'in the body' : 'that comes first';

/** `gcs_<environment>_<base62>`: reported when only the start of one was pasted, too. */
const SECRET = /^gcs_[A-Za-z0-9]{1,20}_[A-Za-z0-9]{8}/;

/** `req_` and 22 characters: also the last of several, as a log or `curl -i` with redirects has them. */
const findRequestId = (text: string): string | undefined =>
  (text.includes('req_') ? runsOf(text) : [])
    .map(({ text: run }) => run.replace(/\.+$/, ''))
    .findLast((run) => /^req_[0-9A-Za-z]{22}$/.test(run));

function findSecret(text: string): { said: string; secret: string } | undefined {
  for (const { text: run } of runsOf(text)) {
    if (SECRET.test(run))
      return { said: 'This is a client secret, not a token. It was not sent anywhere.', secret: run };
  }
  // RFC 7617: Basic carries the secret in plain sight.
  for (const [, encoded = ''] of text.matchAll(/\bbasic\s{1,8}([A-Za-z0-9+/]{16,2048}={0,2})/gi)) {
    const inside = runsOf(percentDecode(decodeBase64(encoded))).find((run) => SECRET.test(run.text));
    if (inside)
      return {
        said: 'There is a client secret in this Basic authorization header. It was not sent anywhere.',
        secret: inside.text,
      };
  }
  return undefined;
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

const isShortened = (text: string) =>
  runsOf(text).some(
    ({ text: run, end }) =>
      /^e[w-z0-9][A-Za-z0-9_-]{4}/.test(run) && (run.includes('...') || text[end] === '…'),
  );

const CLAIMS = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'scope', 'tenant_id', 'client_id'];

function asPayload(text: string): Recognised | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const payload = { ...value } as Record<string, unknown>;
  if (typeof payload.active === 'boolean')
    return {
      kind: 'payload',
      said: 'This is an introspection answer, not a token: nothing to verify.',
      payload,
    };
  if (!CLAIMS.some((claim) => Object.hasOwn(payload, claim))) return undefined;
  return {
    kind: 'payload',
    said: 'These are the claims of a token without its header and signature.',
    payload,
  };
}
