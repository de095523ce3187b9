import { Choices } from '../fuzz/choices';
import { type Attack, onLanes } from './attack';
import { type Heard, inPieces, talk } from './socket';

/** Where a request may go that is never meant to be answered: nothing else that is asked here answers with keys. */
const HIDDEN = 'GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
const MARK = '"keys":[';
/** The request of whoever comes next on the same connection. */
const NEXT = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

const TARGETS = [
  'POST /v1/auth/token',
  'POST /v1/auth/introspect',
  'POST /token',
  'POST /mcp',
  'POST /v1/tenants/self/clients',
  'POST /api/portal/clients',
  'POST /api/auth/callback/credentials',
  'POST /healthz',
  'POST /login',
];

interface Vector {
  name: string;
  /** @param start the method and target */
  bytes(start: string): string;
  /**
   * `refused`: one refusal, and the connection is ended. `turns`: so many answers, and the last one is that of `NEXT`.
   * `either`: both are right.
   */
  expect: 'refused' | 'either' | number;
}

const head = (start: string, ...lines: string[]) =>
  `${[`${start} HTTP/1.1`, 'Host: localhost', ...lines].join('\r\n')}\r\n\r\n`;
const long = `Content-Length: ${HIDDEN.length}`;
const chunked = 'Transfer-Encoding: chunked';
/** A body that ends at once for whoever reads chunks, and goes on for whoever counts. */
const ended = `0\r\n\r\n${HIDDEN}`;

const refused = (name: string, lines: string[], body: string): Vector => ({
  name,
  expect: 'refused',
  bytes: (start) => head(start, ...lines) + body,
});
const either = (name: string, bytes: Vector['bytes']): Vector => ({ name, expect: 'either', bytes });
const turns = (name: string, expect: number, bytes: Vector['bytes']): Vector => ({ name, expect, bytes });

const ODD_LENGTHS = ['+5', '-1', '0x5', '5, 5', '5 5', '', '1e1', '5;', '9'.repeat(30), '٥', '"5"'];
const ODD_CODINGS = [
  ...['xchunked', 'chunked, identity', 'identity, chunked, x', 'chunkéd', '"chunked"'],
  ...['gzip', 'chunked;q=1', 'x\tchunked'],
];
const ODD_SIZES = [
  ...['+5', '-5', '0x5', 'FFFFFFFFFFFFFFFFF', '5g', ' 5', '', '5\0', '5\n', '5;a=\n', '5\r', '1'.repeat(300)],
];

/** Each is one way to let two readers of the same bytes see two different requests (RFC 9112 §11.2). */
const VECTORS: Vector[] = [
  refused('CL.TE', [`Content-Length: ${ended.length}`, chunked], ended),
  refused('TE.CL', [chunked, 'Content-Length: 3'], `${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`),
  refused('two lengths', ['Content-Length: 0', long], HIDDEN),
  refused('the same length twice', [long, long], HIDDEN),
  refused('two lengths in one', [`Content-Length: 0, ${HIDDEN.length}`], HIDDEN),
  ...ODD_LENGTHS.map((value) =>
    refused(`length ${JSON.stringify(value)}`, [`Content-Length: ${value}`], HIDDEN),
  ),
  refused('TE.TE', [chunked, 'Transfer-encoding: cow'], ended),
  refused('TE.TE, the odd one first', ['Transfer-Encoding: cow', chunked, long], ended),
  refused('TE under a folded name', ['Transfer-Encoding:', ' chunked', long], ended),
  refused('TE with a blank before its colon', ['Transfer-Encoding : chunked', long], ended),
  refused('length with a blank before its colon', [`Content-Length : ${HIDDEN.length}`], HIDDEN),
  refused('a NUL in the name', ['Transfer-Encoding\0: chunked', long], ended),
  refused('a NUL in the value', ['X-A: a\0b', long], HIDDEN),
  refused('a bare CR before TE', [`X-A: b\r${chunked}`, long], ended),
  refused('a name that is none', [`{}: x`, long], HIDDEN),
  refused('no colon', ['X-A', long], HIDDEN),
  refused('a first header that is folded', [' X: y', long], HIDDEN),
  ...ODD_CODINGS.map((value) =>
    refused(`coding ${JSON.stringify(value)}`, [`Transfer-Encoding: ${value}`, long], ended),
  ),
  ...ODD_SIZES.map((size) =>
    refused(`chunk size ${JSON.stringify(size)}`, [chunked], `${size}\r\nabcde\r\n${ended}`),
  ),
  refused('a chunk longer than its size', [chunked], `3\r\nabcde\r\n${ended}`),
  refused('a chunk that ends in a bare LF', [chunked], `5\r\nabcde\n${ended}`),
  either('a host with a version', (start) => head(start, 'Host: localhost HTTP/1.1', long) + HIDDEN + NEXT),
  either('a folded header', (start) => head(start, 'X-A: b', ' c', 'Content-Length: 0') + NEXT),
  either('bare LF', (start) => head(start, 'Content-Length: 0').replaceAll('\r\n', '\n') + NEXT),
  either('a chunk extension', (start) => `${head(start, chunked)}2;a="\r\n{}\r\n0\r\n\r\n${NEXT}`),
  either(
    'a very long chunk extension',
    (start) => `${head(start, chunked)}2;${'a'.repeat(9000)}\r\n{}\r\n0\r\n\r\n${NEXT}`,
  ),
  either(
    'a trailer',
    (start) => `${head(start, chunked)}2\r\n{}\r\n0\r\nContent-Length: 99\r\nHost: x\r\n\r\n${NEXT}`,
  ),
  either('HTTP/1.0 and chunks', (start) => head(start, chunked).replace('1.1', '1.0') + ended),
  either(
    'an upgrade',
    (start) => head(start, 'Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 0') + NEXT,
  ),
  either(
    'an upgrade to HTTP/2',
    (start) =>
      head(
        start,
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABk',
        'Content-Length: 0',
      ) + NEXT,
  ),
  either(
    'a connection header that names the length',
    (start) => head(start, 'Connection: Content-Length', long) + HIDDEN + NEXT,
  ),
  either(
    'the absolute form of another host',
    (start) => head(start.replace(' ', ' http://attacker.invalid'), 'Content-Length: 0') + NEXT,
  ),
  either('the authority form', () => `${head('CONNECT localhost:80')}${HIDDEN}`),
  either('the asterisk form', () => head('OPTIONS *', 'Content-Length: 0') + NEXT),
  either('a blank in the target', (start) => head(`${start}?a b`, 'Content-Length: 0') + NEXT),
  either('two hosts', (start) => head(start, 'Host: attacker.invalid', 'Content-Length: 0') + NEXT),
  either(
    'a host that is none',
    (start) => head(start, 'Content-Length: 0').replace('localhost', 'a b') + NEXT,
  ),
  turns('a body that is a request', 2, (start) => head(start, long) + HIDDEN + NEXT),
  turns(
    'a body in chunks that is a request',
    2,
    (start) => `${head(start, chunked)}${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n${NEXT}`,
  ),
  turns(
    'a length in leading zeros',
    2,
    (start) => head(start, `Content-Length: 00${HIDDEN.length}`) + HIDDEN + NEXT,
  ),
  turns('GET with a body that is a request', 2, () => head('GET /readyz', long) + HIDDEN + NEXT),
  turns('DELETE with a body that is a request', 2, () => head('DELETE /healthz', long) + HIDDEN + NEXT),
  turns(
    'behind a refused request',
    2,
    (start) => head(start, 'Content-Type: text/odd', long) + HIDDEN + NEXT,
  ),
  either(
    'behind a body that is too large',
    (start) => head(start, `Content-Length: ${HIDDEN.length * 400}`) + HIDDEN.repeat(400) + NEXT,
  ),
  either('behind an unmet expectation', (start) => head(start, 'Expect: 200-ok', long) + HIDDEN + NEXT),
  either('behind a promise to go on', (start) => head(start, 'Expect: 100-continue', long) + HIDDEN + NEXT),
  turns('a HEAD with a body that is a request', 2, () => head('HEAD /readyz', long) + HIDDEN + NEXT),
];

/** Longer than the service waits for what is missing of a body, in milliseconds. */
const PATIENCE_MS = 20_000;

export const smuggling: Attack = {
  name: 'smuggling',
  words: `request smuggling: ${VECTORS.length} ways to let two readers see different requests, in pieces cut at random`,
  share: 0.1,
  prepare:
    async ({ port }) =>
    async (figures, budget) =>
      onLanes(8, figures, budget, async (number) => {
        const choices = new Choices(budget.seed, number);
        const vector = VECTORS[number % VECTORS.length] as Vector;
        const start = choices.pick(TARGETS);
        const bytes = Buffer.from(vector.bytes(start), 'utf8');
        const cuts = Array.from({ length: choices.below(4) }, () => choices.below(bytes.length));
        const heard = await talk(port, (socket) => inPieces(socket, bytes, cuts), PATIENCE_MS);
        for (const status of heard.statuses) figures.answered(status);
        if (heard.statuses.length === 0) figures.answered(0);
        const flaw = flawOf(vector, heard);
        if (flaw)
          figures.fault(`${vector.name} at ${start}: ${flaw}: ${JSON.stringify(heard.text.slice(0, 300))}`);
      }),
};

function flawOf({ expect }: Vector, { text, statuses, ended: closed, afterMs }: Heard): string | undefined {
  if (text.includes(MARK)) return 'the hidden request was answered';
  if (statuses.some((status) => status >= 500)) return 'a 5xx';
  if (!closed) return `not ended after ${Math.round(afterMs)} ms`;
  const last = statuses.at(-1) ?? 0;
  if (typeof expect === 'number')
    return statuses.length === expect && last === 200 ? undefined : `answers ${statuses.join()}`;
  // Some are refused before their body is read; that it is broken is said then, and is the end.
  const isRefused =
    statuses.every((status) => status >= 400) &&
    (statuses.length <= 1 || (statuses.length === 2 && last === 400));
  if (expect === 'refused') return isRefused ? undefined : `answers ${statuses.join()}`;
  return isRefused || (statuses.length <= 2 && last === 200) || statuses.length <= 1
    ? undefined
    : `answers ${statuses.join()}`;
}
