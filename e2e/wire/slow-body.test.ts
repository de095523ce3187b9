import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { doors } from '../harness/shared';

/** In seconds: a slow caller holds a socket for a while, not for ever. */
const BOUND = 20;

interface Outcome {
  seconds: number;
  read: string;
}

/** Writes the start of a request, and then a byte from time to time or nothing, until the other side has enough. */
function trickle(origin: string, path: string, start: string, everyMs?: number): Promise<Outcome> {
  const { hostname, port, host } = new URL(origin);
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let read = '';
    let drip: NodeJS.Timeout | undefined;
    const giveUp = setTimeout(
      () => {
        socket.destroy();
        reject(new Error(`still open after ${BOUND + 5} s`));
      },
      (BOUND + 5) * 1000,
    );
    const done = () => {
      clearInterval(drip);
      clearTimeout(giveUp);
      socket.destroy();
      resolve({ seconds: (Date.now() - began) / 1000, read });
    };
    socket.on('data', (chunk) => {
      read += chunk;
      if (read.includes('\r\n\r\n')) done();
    });
    socket.on('close', done);
    socket.on('error', done);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${start}`);
    if (everyMs) drip = setInterval(() => socket.write(' '), everyMs);
  });
}

const cases = doors.flatMap(({ name, origin }) =>
  ['/v1/auth/token', '/v1/auth/introspect'].flatMap((path) =>
    [
      {
        what: 'half a body and then nothing',
        start: 'Content-Length: 400\r\n\r\n{"grant_type": "client_cred',
      },
      { what: 'a byte now and then', start: 'Content-Length: 4000\r\n\r\n{"grant_type":', everyMs: 300 },
      { what: 'a chunk that never ends', start: 'Transfer-Encoding: chunked\r\n\r\n20\r\n{"grant' },
    ].map((one) => ({ name, origin, path, everyMs: undefined, ...one })),
  ),
);

// All at once, since each takes as long as the service's patience.
const outcomes = cases.map(({ origin, path, start, everyMs }) => trickle(origin, path, start, everyMs));
for (const outcome of outcomes) outcome.catch(() => {});

test.each(cases.map((one, index) => ({ ...one, index })))(
  '$name, $path: $what is answered or closed within 20 seconds',
  async ({ index }) => {
    const outcome = await outcomes[index];
    expect(outcome?.seconds).toBeLessThanOrEqual(BOUND);
    if (outcome?.read) expect(outcome.read).toMatch(/^HTTP\/1\.1 4\d\d /);
  },
);
