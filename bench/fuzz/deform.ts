import type { Choices } from './choices';
import type { Draft } from './draft';
import { mutateText, oddValue } from './mutate';

/** Marks what was put into a request at random, so that it is known when it comes back. */
export const CANARY = 'cAnArY0fuzz';

/** Parameters that prove nothing. */
const HARMLESS = ['scope', 'scope', 'resource', 'grant_type', 'token_type_hint'];

const METHODS = [
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'PROPFIND',
  'QUERY',
  'TRACE',
  'post',
  'P',
  '',
];

const HEADERS: [string, string][] = [
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Expect', '100-continue'],
  ['Expect', 'nonsense'],
  ['Accept', 'text/html'],
  ['Authorization', 'Bearer'],
  ['Authorization', 'Basic'],
  ['Authorization', 'Basic !!!!'],
  ['Authorization', `Basic ${' '.repeat(4000)}x`],
  ['Authorization', 'Negotiate abc'],
  ['Authorization', ''],
  ['authorization', 'DPoP x.y.z'],
  ['DPoP', 'a.b.c'],
  ['DPoP', ''],
  ['X-Forwarded-For', '203.0.113.7, ::1, unknown'],
  ['X-Forwarded-For', 'x'.repeat(2000)],
  ['X-Forwarded-Host', 'attacker.test'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Host', 'attacker.test:99999'],
  ['Host', ''],
  ['Cookie', `gooclaim.session=${CANARY}`],
  ['User-Agent', '\u00ff\u00fe'.repeat(300)],
  ['__proto__', CANARY],
  ['constructor', CANARY],
  ['Upgrade', 'h2c'],
  ['Range', 'bytes=0-1'],
  ['If-None-Match', '*'],
  ['Trailer', 'X-Trailer'],
  ['X-Long', 'x'.repeat(9000)],
];

const QUERIES = [
  '?',
  '?a=b',
  '?client_id=x',
  `?token=${CANARY}`,
  `?client_secret=${CANARY}`,
  '?grant_type=client_credentials&grant_type=',
  '?%ff=%00&%zz',
  '?__proto__[a]=1',
  `?${'a=b&'.repeat(1000)}`,
];

const PATHS = [
  '/',
  '/x',
  '/../token',
  '/%2e%2e/token',
  '/;a=b',
  '/%00',
  '/%2f',
  '//',
  '/./',
  '/\u00e9',
  '\\',
];

/** Changes the shape of a request in one way; what it says about credentials and tokens stays true. */
export function deform(draft: Draft, choices: Choices): void {
  const { parameters, headers } = draft;
  const place = choices.below(Math.max(1, parameters.length));
  const [name = 'token', value = ''] = parameters[place] ?? [];
  switch (choices.below(12)) {
    case 0:
      parameters.splice(place, 1);
      return;
    case 1:
      parameters.push([name, choices.pick([value, '', CANARY, oddValue(choices)])]);
      return;
    case 2:
      parameters[place] = [choices.pick([mutateText(choices, name), name.toUpperCase(), `${name}[]`]), value];
      return;
    case 3:
      parameters[place] = [name, oddValue(choices)];
      return;
    case 4:
      parameters.push([
        choices.pick(['resource', 'scope', 'audience', `x_${CANARY}`, '__proto__']),
        choices.pick([CANARY, oddValue(choices)]),
      ]);
      return;
    case 5:
      draft.method = choices.pick(METHODS);
      return;
    case 6:
      draft.target += choices.pick(choices.chance(0.7) ? QUERIES : PATHS);
      return;
    case 7: {
      const [first] = headers;
      if (first) headers.push([first[0], choices.pick([first[1], CANARY, ''])]);
      return;
    }
    case 8:
    case 9: {
      const harmless = choices.pick(HARMLESS);
      const at = parameters.findIndex(([own]) => own === harmless);
      const good = String(parameters[at]?.[1] ?? 'audit:read');
      parameters.splice(at < 0 ? parameters.length : at, 1, [harmless, mutateText(choices, good)]);
      return;
    }
    default:
      headers.push(choices.pick(HEADERS));
  }
}
