import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { migrateDatabase } from './migrate';

it('whoever waits for a database that says nothing can break it off', async () => {
  const patience = new AbortController();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => patience.abort());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `postgres://somebody@127.0.0.1:${(server.address() as AddressInfo).port}/any`;
  const migrate = () => migrateDatabase(url, 'drizzle', patience.signal);
  try {
    await expect(migrate()).rejects.toMatchObject({ cause: { code: 'CONNECTION_DESTROYED' } });
    await expect(migrate()).rejects.toMatchObject({ name: 'AbortError' });
  } finally {
    server.close();
  }
}, 3_000);
