import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Choices } from '../fuzz/choices';
import { type Attack, onLanes } from './attack';
import { inPieces, talk } from './socket';

const CLOSE = 'Connection: close\r\n';
const PATIENCE_MS = 20_000;

/** @param make one input, and which statuses are right; none: the connection may end without an answer */
function oneShot(
  about: Pick<Attack, 'name' | 'words' | 'share'> & { lanes: number },
  make: (choices: Choices) => { bytes: Buffer; right: (status: number) => boolean; what: string },
): Attack {
  const { lanes, ...attack } = about;
  return {
    ...attack,
    prepare:
      async ({ port }) =>
      async (figures, budget) =>
        onLanes(lanes, figures, budget, async (number) => {
          const choices = new Choices(budget.seed, number);
          const { bytes, right, what } = make(choices);
          const cuts = choices.chance(0.3) ? [choices.below(bytes.length)] : [];
          const heard = await talk(port, (socket) => inPieces(socket, bytes, cuts), PATIENCE_MS);
          for (const status of heard.statuses) figures.answered(status);
          if (heard.statuses.length === 0) figures.answered(0);
          const wrong = heard.statuses.find((status) => status >= 500 || !right(status));
          if (wrong) figures.fault(`${what}: ${wrong}`);
          if (!heard.ended) figures.fault(`${what}: not ended after ${PATIENCE_MS / 1000} s`);
        }),
  };
}

const PATHS = [
  '/healthz',
  '/v1/auth/introspect',
  '/login',
  '/api/portal/session',
  '/openapi.json',
  '/nowhere',
];

const FLOODS: [what: string, headers: (choices: Choices) => string, right: (status: number) => boolean][] = [
  ['many small headers', (choices) => 'a:\r\n'.repeat(1 + choices.below(3800)), (status) => status < 500],
  [
    'more headers than are kept',
    () => `${'a:\r\n'.repeat(2500)}Host: attacker.invalid\r\n`,
    (status) => status >= 400,
  ],
  ['headers without end', () => 'X-Many: y\r\n'.repeat(60_000), (status) => status === 431],
  [
    'one long value',
    (choices) => `X-Long: ${'x'.repeat(choices.below(15_000))}\r\n`,
    (status) => status < 500,
  ],
  ['a value without end', () => `X-Long: ${'x'.repeat(1_000_000)}\r\n`, (status) => status === 431],
  ['a name without end', () => `${'x'.repeat(500_000)}: y\r\n`, (status) => status === 431],
  [
    'many cookies',
    (choices) => `Cookie: ${'a=b; '.repeat(choices.below(2500))}\r\n`,
    (status) => status < 500,
  ],
  [
    'many forwarders',
    (choices) => `X-Forwarded-For: ${'203.0.113.7, '.repeat(choices.below(900))}x\r\n`,
    (status) => status < 500,
  ],
  [
    'many codings',
    (choices) => `Accept-Encoding: ${'gzip;q=0.1, '.repeat(choices.below(1000))}\r\n`,
    (status) => status < 500,
  ],
  [
    'many ranges',
    (choices) => `Range: bytes=${'0-1,'.repeat(choices.below(2500))}2-3\r\n`,
    (status) => status < 500,
  ],
  [
    'many languages',
    (choices) => `Accept-Language: ${'de;q=0.1,'.repeat(choices.below(1500))}en\r\n`,
    (status) => status < 500,
  ],
];

export const headerFloods = oneShot(
  { name: 'header-floods', words: 'many headers, large ones, and such without end', share: 0.06, lanes: 32 },
  (choices) => {
    const [what, headers, right] = choices.pick(FLOODS);
    const head = `GET ${choices.pick(PATHS)} HTTP/1.1\r\nHost: localhost\r\n${CLOSE}${headers(choices)}\r\n`;
    return { what, right, bytes: Buffer.from(head, 'latin1') };
  },
);

/** A few bytes of a request for a large answer, many times: what is kept for them is what is to be seen. */
export const pipelines = oneShot(
  {
    name: 'pipelines',
    words: 'hundreds of requests for large answers in one packet',
    share: 0.02,
    lanes: 16,
  },
  (choices) => {
    const path = choices.pick([
      '/openapi.json',
      '/openapi.yaml',
      '/llms-full.txt',
      '/login',
      '/docs/management',
    ]);
    const bytes = Buffer.from(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(20 + choices.below(980)),
    );
    return { what: `many of ${path}`, bytes, right: (status) => status === 200 };
  },
);

/** So much comes of each, in bytes. */
const INFLATED = 256 * 2 ** 20;
const zeros = Buffer.alloc(INFLATED, 0x20);
const BOMBS: [coding: string, body: Buffer][] = [
  ['gzip', gzipSync(zeros)],
  ['deflate', deflateSync(zeros)],
  ['br', brotliCompressSync(zeros)],
  ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ['br, gzip', gzipSync(brotliCompressSync(zeros))],
];
const BOMB_PATHS = [
  ...[
    '/v1/auth/token',
    '/v1/auth/introspect',
    '/v1/auth/revoke',
    '/v1/tenants/self/clients',
    '/mcp',
    '/token',
  ],
  ...['/api/portal/clients', '/api/auth/callback/credentials', '/api/account/forgot-password', '/login'],
];

export const bombs = oneShot(
  {
    name: 'bombs',
    words: 'small bodies in gzip, deflate and Brotli of which 256 MB come',
    share: 0.02,
    lanes: 16,
  },
  (choices) => {
    const [coding, body] = choices.pick(BOMBS);
    const path = choices.pick(BOMB_PATHS);
    const head = [
      `POST ${path} HTTP/1.1`,
      ...['Host: localhost', 'Origin: http://localhost', 'Connection: close'],
      `Content-Type: ${choices.pick(['application/json', 'application/x-www-form-urlencoded'])}`,
      `Content-Encoding: ${coding}`,
      `Content-Length: ${body.length}`,
    ].join('\r\n');
    return {
      what: `${coding} at ${path}`,
      bytes: Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]),
      // next-auth takes what it cannot read for an empty form, and leads on to the sign-in.
      right: (status) => status >= 400 || (status === 302 && path.startsWith('/api/auth/')),
    };
  },
);

const HELLO = Buffer.from(
  '16030100c8010000c40303a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9020000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0008130213031301c02f01000073',
  'hex',
);
const FOREIGN: [what: string, bytes: Buffer | string][] = [
  ['the greeting of TLS', HELLO],
  ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'],
  ['HTTP/0.9', 'GET /healthz\r\n'],
  ['HTTP/3.7', 'GET /healthz HTTP/3.7\r\nHost: localhost\r\n\r\n'],
  [
    'the PROXY protocol',
    'PROXY TCP4 203.0.113.7 203.0.113.8 1 2\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ['the PROXY protocol, second version', Buffer.from('0d0a0d0a000d0a515549540a20110000', 'hex')],
  ['SSH', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ['Redis', '*1\r\n$4\r\nPING\r\n'],
  ['PostgreSQL', Buffer.from('0000000804d2162f', 'hex')],
  ['SMTP', 'EHLO attacker.invalid\r\nMAIL FROM:<a@b>\r\n'],
  ['SOCKS', Buffer.from('050100', 'hex')],
  ['FastCGI', Buffer.from('0101000100080000000100000000000', 'hex')],
  ['RTSP', 'OPTIONS rtsp://localhost/ RTSP/1.0\r\nCSeq: 1\r\n\r\n'],
];

export const foreign = oneShot(
  {
    name: 'foreign',
    words: 'the first words of other protocols, and bytes at random',
    share: 0.05,
    lanes: 16,
  },
  (choices) => {
    const [what, bytes] = choices.chance(0.7)
      ? choices.pick(FOREIGN)
      : ([
          'bytes at random',
          Buffer.from(Array.from({ length: 1 + choices.below(400) }, () => choices.below(256))),
        ] as const);
    // What follows ends whatever waits for more.
    const all = Buffer.concat([Buffer.from(bytes as Buffer), Buffer.from('\r\n\r\n\0\r\n\r\n')]);
    return { what, bytes: all, right: (status) => status >= 400 };
  },
);

/** Connections that are torn down at whatever moment, and never anything that is waited for. */
export const resets: Attack = {
  name: 'resets',
  words: 'connections reset after any number of bytes of a request, or of its answer',
  share: 0.06,
  prepare:
    async ({ port }) =>
    async (figures, budget) =>
      onLanes(32, figures, budget, async (number) => {
        const choices = new Choices(budget.seed, number);
        const path = choices.pick([...PATHS, '/docs', '/llms-full.txt']);
        const request = Buffer.from(
          choices.chance(0.5)
            ? `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
            : `POST ${choices.pick(BOMB_PATHS)} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{"grant_type":"nothing"}`,
        );
        const sent = choices.chance(0.5) ? request : request.subarray(0, choices.below(request.length));
        const wholeMs = choices.below(30);
        const heard = await talk(
          port,
          (socket) => {
            socket.write(sent);
            setTimeout(() => socket.resetAndDestroy(), wholeMs);
          },
          PATIENCE_MS,
          // In the middle of an answer, as far as it has come.
          (text) => text.length > 0 && choices.chance(0.5),
        );
        for (const status of heard.statuses) figures.answered(status);
        if (heard.statuses.length === 0) figures.answered(0);
        if (heard.statuses.some((status) => status >= 500))
          figures.fault(`a 5xx at ${path}: ${heard.text.slice(0, 200)}`);
      }),
};
