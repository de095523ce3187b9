import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createListener } from './listener';

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));
const world = { out: false, page: 'a page about a fault', underWay: 0, most: 0, ready: soon() };
const services = { isDatabaseOut: () => world.out, issuer: 'https://auth.example.com' } as never;
const listener = createListener(() => undefined, {
  parts: () => ({
    services,
    // As Next does it with what a page throws.
    pages: async (_, response) => {
      world.most = Math.max(world.most, ++world.underWay);
      response.once('finish', () => world.underWay--);
      await world.ready;
      response.statusCode = 500;
      response.end(world.page);
    },
    dev: false,
    watching: { tracing: undefined, logAnswer: () => {} },
  }),
  isDraining: () => false,
  missingAtStart: () => '',
  labelOf: () => 'page',
});

const ask = async (path: string) => {
  if (!listener.listening) await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  return fetch(`http://127.0.0.1:${(listener.address() as AddressInfo).port}${path}`);
};

afterEach(() => {
  world.underWay = 0;
  world.page = 'a page about a fault';
  listener.closeAllConnections();
  listener.close();
});

/** Asks for more than the buffers of both sides hold, and reads nothing, until the connection is ended. */
const askUnread = async (stillMs: number, more = '', drip = '') => {
  const { port } = new URL((await ask('/clients')).url);
  listener.timeout = stillMs;
  const ended = new Promise((resolve) => {
    listener.once('connection', (socket) => socket.once('close', resolve));
  });
  const socket = connect(Number(port), '127.0.0.1');
  socket.pause();
  socket.on('error', () => {});
  world.page = 'x'.repeat(40_000_000);
  socket.write(`GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n${more}`);
  const dripping = drip && setInterval(() => socket.write(drip), 50);
  await ended;
  if (dripping) clearInterval(dripping);
  socket.destroy();
  listener.timeout = 30_000;
};

it('lets go of whoever asks and does not read the answers', async () => {
  expect(listener.timeout).toBe(30_000);
  await askUnread(100);
});

it('waits with whoever waits for an answer that is not there yet', async () => {
  listener.timeout = 50;
  let answer = () => {};
  world.ready = new Promise((resolve) => {
    answer = resolve;
  });
  const asked = ask('/clients');
  const still = new Promise((resolve) => listener.once('timeout', resolve));
  await still;
  answer();
  expect((await asked).status).toBe(500);
  world.ready = soon();
  listener.timeout = 30_000;
});

it('reads what has come on a connection before it is ended for its silence', async () => {
  const { port } = new URL((await ask('/clients')).url);
  listener.keepAliveTimeout = 100;
  const socket = connect(Number(port), '127.0.0.1');
  let answers = 0;
  socket.on('data', (chunk) => {
    answers += String(chunk).split('HTTP/1.1 500').length - 1;
  });
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const request = 'GET /clients HTTP/1.1\r\nHost: localhost\r\n\r\n';
  socket.write(request);
  await expect.poll(() => answers, { interval: 5 }).toBe(1);
  // It arrives in time, and nobody looks until after that; Node gives a second more than it promises. Timers come next.
  await soon();
  socket.write(request);
  for (const over = performance.now() + 1_300; performance.now() < over; );
  await ended;
  expect(answers).toBe(2);
  listener.keepAliveTimeout = 65_000;
});

it('ends a connection that was refused, whoever goes on sending', async () => {
  const { port } = new URL((await ask('/clients')).url);
  const ended = new Promise((resolve) => {
    listener.once('connection', (socket) => socket.once('close', resolve));
  });
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  listener.headersTimeout = 100;
  listener.requestTimeout = 100;
  socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('x'), 50);
  await ended;
  clearInterval(drip);
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  listener.headersTimeout = 15_000;
  listener.requestTimeout = 15_000;
});

/** What comes back for so many requests in one packet, until the connection is ended. */
const askAtOnce = async (times: number): Promise<number> => {
  const { port } = new URL((await ask('/clients')).url);
  await expect.poll(() => world.underWay).toBe(0);
  world.most = 0;
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  socket.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(times - 1));
  socket.write('GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  return text.split('HTTP/1.1 500').length - 1;
};

it('answers a few requests that come at once in turn, and ends a connection that brings many', async () => {
  expect(await askAtOnce(17)).toBe(17);
  expect(world.most).toBe(1);
  expect(await askAtOnce(500)).toBeLessThan(17);
  expect(world.most).toBe(1);
});

/** The statuses of what comes back for these bytes, until the connection is ended; pages take a moment. */
const statusesFor = async (...packets: string[]): Promise<string[]> => {
  const { port } = new URL((await ask('/clients')).url);
  let answer = () => {};
  world.ready = new Promise((resolve) => {
    answer = resolve;
  });
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  const ended = new Promise((resolve) => socket.once('close', resolve));
  for (const packet of packets) {
    socket.write(packet);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  answer();
  await ended;
  world.ready = soon();
  return [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status);
};

// Before them, it would be taken for the answer to a request that was in order.
it('refuses what cannot be read after the answers to what came before it on the connection', async () => {
  const page = 'GET /clients HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const broken = 'POST /api/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n';
  expect(await statusesFor(`${page}nonsense\r\n\r\n`)).toEqual(['500', '400']);
  expect(await statusesFor(page, page, 'nonsense\r\n\r\n', 'nonsense')).toEqual(['500', '500', '400']);
  expect(await statusesFor(page + broken)).toEqual(['500', '400']);
  // Here it is the answer to the one that is under way.
  expect(await statusesFor(broken)).toEqual(['400']);
  expect(await statusesFor('nonsense\r\n\r\n')).toEqual(['400']);
});

it('ends a connection whose answer nobody reads, though what cannot be read goes on coming', () =>
  askUnread(200, 'nonsense\r\n\r\n', 'x'));

it('gives no request two answers, and carries none out that it has refused', async () => {
  const head = 'POST /api/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n';
  world.underWay = 0;
  // The page is there before the body, which then goes bad.
  const { port } = new URL((await ask('/clients')).url);
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write(head);
  await expect.poll(() => text).toContain('HTTP/1.1 500');
  socket.write('zz\r\n');
  await ended;
  expect(text.split('HTTP/1.1 ')).toHaveLength(2);

  listener.headersTimeout = 100;
  listener.requestTimeout = 100;
  const late = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  const refused = new Promise((resolve) => late.once('data', resolve));
  await expect.poll(() => world.underWay).toBe(0);
  world.most = 0;
  late.write('GET /clients HTTP/1.1\r\nHost: localhost\r\n');
  expect(String(await refused)).toMatch(/^HTTP\/1\.1 408 /);
  const over = new Promise((resolve) => late.once('close', resolve));
  late.on('error', () => {});
  late.end('\r\n');
  await over;
  expect(world.most).toBe(0);
  listener.headersTimeout = 15_000;
  listener.requestTimeout = 15_000;
});

it('makes so many pages at once and no more, and refuses the others at once', {
  timeout: 30_000,
}, async () => {
  let answer = () => {};
  world.ready = new Promise((resolve) => {
    answer = resolve;
  });
  const waiting = Array.from({ length: 500 }, () => ask('/clients'));
  await expect.poll(() => world.underWay, { timeout: 20_000 }).toBe(500);
  const refused = await ask('/clients');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
  answer();
  for (const { status } of await Promise.all(waiting)) expect(status).toBe(500);
  world.ready = soon();
  expect((await ask('/clients')).status).toBe(500);
});

it('calls a page that fails unavailable while the database is out, and broken otherwise', async () => {
  const broken = await ask('/clients');
  expect([broken.status, broken.headers.get('retry-after')]).toEqual([500, null]);
  world.out = true;
  const unavailable = await ask('/clients');
  expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await unavailable.text()).toBe('a page about a fault');
});
