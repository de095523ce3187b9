import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createListener } from './listener';

const world = { out: false, page: 'a page about a fault' };
const services = { isDatabaseOut: () => world.out } as never;
const listener = createListener(() => undefined, {
  parts: () => ({
    services,
    // As Next does it with what a page throws.
    pages: async (_, response) => {
      response.statusCode = 500;
      response.end(world.page);
    },
    dev: false,
    watching: { tracing: undefined, logAnswer: () => {} },
  }),
  isDraining: () => false,
  labelOf: () => 'page',
});

const ask = async (path: string) => {
  if (!listener.listening) await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  return fetch(`http://127.0.0.1:${(listener.address() as AddressInfo).port}${path}`);
};

afterEach(() => {
  world.page = 'a page about a fault';
  listener.closeAllConnections();
  listener.close();
});

it('lets go of whoever asks and does not read the answers', async () => {
  const { port } = new URL((await ask('/clients')).url);
  expect(listener.timeout).toBe(30_000);
  listener.timeout = 100;
  const ended = new Promise((resolve) => {
    listener.once('connection', (socket) => socket.once('close', resolve));
  });
  const socket = connect(Number(port), '127.0.0.1');
  socket.pause();
  socket.on('error', () => {});
  // More than the buffers of both sides hold.
  world.page = 'x'.repeat(40_000_000);
  socket.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await ended;
  socket.destroy();
  listener.timeout = 30_000;
});

it('calls a page that fails unavailable while the database is out, and broken otherwise', async () => {
  const broken = await ask('/clients');
  expect([broken.status, broken.headers.get('retry-after')]).toEqual([500, null]);
  world.out = true;
  const unavailable = await ask('/clients');
  expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await unavailable.text()).toBe('a page about a fault');
});
