import type { Socket } from 'node:net';
import type { Attack } from './attack';
import type { Figures } from './figures';
import { type Heard, talk } from './socket';

/** All that hold a connection open as long as they are let. They are asked at once, since each takes a deadline. */
interface Patient {
  name: string;
  words: string;
  connections: number;
  /** By then the service must have ended each of them, in milliseconds. */
  boundMs: number;
  act(socket: Socket, number: number): void;
  /** It reads nothing of what comes. */
  deaf?: boolean;
  /** It begins so much later than the others, in milliseconds. */
  afterMs?: number;
}

/** A whole request must have arrived after 15 s, which is looked at every 2 s; and an answer must be able to leave. */
const ARRIVES_MS = 20_000;
/** A connection that has brought a request may wait for the next one for 65 s. */
const RESTS_MS = 75_000;
/** Nobody reads: it is given up after a time without any progress. */
const UNREAD_MS = RESTS_MS;
/** As many as may wait on one connection. */
const UNREAD_ANSWERS = 16;

const POST = 'POST /v1/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const PORTAL = 'POST /api/portal/clients HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const LARGE = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';

const DOCUMENTATION = LARGE.replace('/openapi.json', '/llms-full.txt');

/** A byte now and then, for as long as anybody listens. */
function drip(socket: Socket, start: string, rest: string, everyMs: number): void {
  socket.write(start);
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || !socket.writable) clearInterval(timer);
    else socket.write(rest[at++ % rest.length] as string);
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
}

const PATIENT: Patient[] = [
  {
    name: 'slow-head',
    words: 'slow loris: a head that comes byte by byte',
    connections: 300,
    boundMs: ARRIVES_MS,
    act: (socket) => drip(socket, POST, 'X-Slow: loris\r\n', 500),
  },
  {
    name: 'slow-body',
    words: 'a body that comes byte by byte, with a length or in chunks, at an endpoint and at the portal',
    connections: 300,
    boundMs: ARRIVES_MS,
    act: (socket, number) =>
      number % 2 === 0
        ? drip(socket, `${number % 4 ? POST : PORTAL}Content-Length: 9000\r\n\r\n`, '{"a":1', 500)
        : drip(
            socket,
            `${number % 4 > 1 ? POST : PORTAL}Transfer-Encoding: chunked\r\n\r\n`,
            '1\r\na\r\n',
            300,
          ),
  },
  {
    name: 'silent',
    words: 'connections without a byte, and with half a head',
    connections: 2_000,
    boundMs: ARRIVES_MS,
    act: (socket, number) => {
      if (number % 2) socket.write('GET /healthz HT');
    },
  },
  {
    name: 'resting',
    words: 'connections kept after one good request',
    connections: 1_000,
    boundMs: RESTS_MS,
    act: (socket) => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  },
  {
    name: 'half-closed',
    words: 'closed on one side after the head, in the middle of it, of the body, or before the answer',
    connections: 400,
    boundMs: ARRIVES_MS,
    act: (socket, number) =>
      socket.end(
        [
          `${POST}Content-Length: 50\r\n\r\n`,
          `${POST}Content-Le`,
          `${POST}Content-Length: 50\r\n\r\n{"grant_type":`,
          `${POST}Content-Length: 2\r\n\r\n{}`,
          `${PORTAL}Content-Length: 50\r\n\r\n{"na`,
          `${PORTAL}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a`,
          LARGE,
          'GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n',
        ][number % 8] as string,
      ),
  },
  {
    name: 'unread',
    words: 'sixteen large answers asked for at once, none of which is read',
    connections: 100,
    boundMs: UNREAD_MS,
    deaf: true,
    // What it asks for keeps the service busy: those that are timed more closely have had their time.
    afterMs: ARRIVES_MS + 5_000,
    act: (socket, number) => {
      socket.pause();
      socket.write(number % 2 ? LARGE.repeat(UNREAD_ANSWERS) : DOCUMENTATION.repeat(UNREAD_ANSWERS));
    },
  },
];

export const patience: Attack[] = PATIENT.map(
  ({ name, words, connections, boundMs, act, deaf, afterMs = 0 }) => ({
    name,
    words,
    share: 0,
    prepare:
      async ({ port, service }) =>
      async (figures: Figures) => {
        const all = Array.from({ length: connections }, async (_, number) => {
          figures.inputs++;
          // Not all in one moment: what is tried is holding them, not a full queue of connections.
          await new Promise((resolve) => setTimeout(resolve, afterMs + number));
          const heard = deaf
            ? await unheard(service.port, (socket) => act(socket, number), boundMs)
            : await talk(port, (socket) => act(socket, number), boundMs);
          judge(figures, heard, boundMs);
        });
        await Promise.all(all);
      },
  }),
);

/** Asks, and does not read for so long; then it must have been ended, whatever still comes out of the buffers. */
const unheard = (port: number, act: (socket: Socket) => void, silentMs: number): Promise<Heard> =>
  talk(
    port,
    (socket) => {
      act(socket);
      setTimeout(() => socket.resume(), silentMs);
    },
    silentMs + 5_000,
  );

function judge(figures: Figures, { ended, statuses, afterMs, text }: Heard, boundMs: number): void {
  for (const status of statuses) figures.answered(status);
  if (statuses.length === 0) figures.answered(0);
  figures.largest('last ended after, s', Math.round(afterMs / 100) / 10);
  if (!ended) figures.fault(`a connection was still open after ${boundMs / 1000} s`);
  if (statuses.some((status) => status >= 500)) figures.fault(`a 5xx: ${text.slice(0, 200)}`);
}
