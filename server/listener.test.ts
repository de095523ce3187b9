import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createListener } from './listener';

const world = { out: false };
const services = { isDatabaseOut: () => world.out } as never;
const listener = createListener(() => undefined, {
  parts: () => ({
    services,
    // As Next does it with what a page throws.
    pages: async (_, response) => {
      response.statusCode = 500;
      response.end('a page about a fault');
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
  listener.closeAllConnections();
  listener.close();
});

it('calls a page that fails unavailable while the database is out, and broken otherwise', async () => {
  const broken = await ask('/clients');
  expect([broken.status, broken.headers.get('retry-after')]).toEqual([500, null]);
  world.out = true;
  const unavailable = await ask('/clients');
  expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await unavailable.text()).toBe('a page about a fault');
});
