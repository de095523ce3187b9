import { encode } from '../../e2e/harness/jwt';
import type { Choices } from './choices';

/** What parsers have stumbled over. */
const ODD = [
  ...['\0', '\n', '\r\n', '\t', ' ', '"', "'", '\\', '%', '%00', '%0a', '%2e', '+', '&', '=', ';', ',', ':'],
  ...[
    '.',
    '..',
    '=',
    '==',
    '-',
    '_',
    '/',
    '<',
    '{',
    '}',
    '[',
    ']',
    'é',
    '\u00ff',
    '\u0100',
    '\u202e',
    '\ufeff',
  ],
  ...['\ud800', '\udfff', '🩺', '\u2028', '\uffff', '__proto__', 'null', 'undefined', 'NaN', '-1', '1e999'],
];

function editOnce(choices: Choices, text: string): string {
  const at = choices.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + choices.below(4));
  switch (choices.below(8)) {
    case 0:
      return text.slice(0, at) + choices.letters(1) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + choices.pick(ODD) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(to);
    case 3:
      return text.slice(0, to) + text.slice(at);
    case 4:
      return text.slice(0, at);
    case 5:
      return text.slice(0, at) + choices.pick(ODD) + text.slice(to);
    case 6: {
      const part = text.slice(at, to);
      return (
        text.slice(0, at) +
        (part === part.toUpperCase() ? part.toLowerCase() : part.toUpperCase()) +
        text.slice(to)
      );
    }
    default:
      return choices.pick([
        '',
        choices.letters(1 + choices.below(60)),
        text + text,
        [...text].reverse().join(''),
      ]);
  }
}

/** Something near `text`, and never `text` itself. */
export function mutateText(choices: Choices, text: string): string {
  let changed = text;
  for (let edits = 1 + choices.below(3); edits > 0 || changed === text; edits--)
    changed = editOnce(choices, changed);
  return changed;
}

/** What a service that is not strict would take for `text`. */
export const nearMiss = (choices: Choices, text: string): string =>
  choices.pick([
    ...[
      ` ${text}`,
      `${text} `,
      `${text}\n`,
      `\t${text}`,
      `${text}\0`,
      `\0${text}`,
      `${text}%00`,
      `"${text}"`,
    ],
    ...[
      text.toUpperCase(),
      text.toLowerCase(),
      text.slice(0, -1),
      text.slice(1),
      text + text,
      `${text},${text}`,
    ],
    ...[
      `%${Buffer.from(text.slice(0, 1)).toString('hex')}${text.slice(1)}`,
      `${text}\u0301`,
      `${text};`,
      `${text}=`,
    ],
  ]);

const CLAIMS = [
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'scope',
  'tenant_id',
  'client_id',
  'cred',
  'cnf',
];
const HEADERS = ['alg', 'kid', 'typ', 'crit', 'jwk', 'jku', 'x5c', 'zip', 'b64', 'cty', 'enc'];

/** JSON values of every kind, deep ones among them. */
export function oddValue(choices: Choices): unknown {
  const depth = 1 + choices.below(60);
  return choices.pick([
    null,
    true,
    0,
    -1,
    1e300,
    '',
    choices.letters(8),
    [],
    {},
    ['gooclaim-api'],
    { a: { b: [] } },
    JSON.parse('['.repeat(depth) + ']'.repeat(depth)),
    'x'.repeat(choices.below(3000)),
    choices.pick(ODD),
  ]);
}

const object = (segment: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(segment, 'base64url').toString());

/** A signed token with something changed that its signature covers, or its signature itself. */
export function mutateToken(choices: Choices, token: string): string {
  const changed = mutatedToken(choices, token);
  return meaning(changed) === meaning(token) ? `${token}A` : changed;
}

/** Blanks before it belong to the header, and the last bits of a signature's last letter to nothing (RFC 4648 §3.5). */
function meaning(token: string): string {
  const [header, payload, signature = '', ...more] = token.trim().split('.');
  return [header, payload, Buffer.from(signature, 'base64url').toString('hex'), ...more].join('.');
}

function mutatedToken(choices: Choices, token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  switch (choices.below(6)) {
    case 0: {
      const changed = { ...object(payload), [choices.pick(CLAIMS)]: oddValue(choices) };
      return differing(token, `${header}.${encode(changed)}.${signature}`);
    }
    case 1: {
      const changed = { ...object(header), [choices.pick(HEADERS)]: oddValue(choices) };
      return differing(token, `${encode(changed)}.${payload}.${signature}`);
    }
    case 2: {
      const parts = [header, payload, signature];
      const place = choices.below(3);
      return parts.with(place, mutateText(choices, parts[place] ?? '')).join('.');
    }
    case 3: {
      const bytes = Buffer.from(signature, 'base64url');
      const place = choices.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << choices.below(8));
      return `${header}.${payload}.${bytes.toString('base64url')}`;
    }
    case 4:
      return choices.pick([
        ...[`${header}.${payload}.`, `${header}.${payload}`, `${payload}.${header}.${signature}`],
        ...[`${token}.`, `.${token}`, nearMiss(choices, token)],
      ]);
    default:
      return mutateText(choices, token);
  }
}

/** A change may have put back what was there. */
const differing = (original: string, changed: string) => (changed === original ? `${changed}A` : changed);

/** Bytes changed anywhere: what a broken proxy or a bad cable would deliver. */
export function mutateBytes(choices: Choices, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let edits = 1 + choices.below(6); edits > 0; edits--) {
    const at = choices.below(changed.length + 1);
    const rest = changed.subarray(Math.min(changed.length, at + choices.below(9)));
    const put = choices.pick([
      Buffer.of(choices.below(256)),
      Buffer.from(choices.pick(ODD)),
      Buffer.of(0xc0, 0x80),
      Buffer.of(0xed, 0xa0, 0x80),
      Buffer.from('\r\n'),
      Buffer.from(
        choices.pick(['0\r\n\r\n', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', '\r\n\r\n']),
      ),
      changed.subarray(at, at + choices.below(40)),
      Buffer.alloc(0),
    ]);
    changed = Buffer.concat([
      changed.subarray(0, at),
      put,
      choices.chance(0.5) ? changed.subarray(at) : rest,
    ]);
  }
  return changed;
}
