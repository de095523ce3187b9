import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CHECKOUT, RUN } from '../harness/checkout';
import { postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { useLab } from '../harness/lab';
import { isAlive, start } from '../harness/processes';
import { plainEnvironment } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { getToken, inspect } from '../harness/wire';

/** The first line of the answer to a web socket's handshake (RFC 6455 §4.1); undefined where nobody listens. */
const handshake = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () =>
      socket.write(
        [
          'GET /_next/hmr?id=test HTTP/1.1',
          `Host: localhost:${port}`,
          `Origin: http://localhost:${port}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          '\r\n',
        ].join('\r\n'),
      ),
    );
    socket.once('data', (chunk) => {
      resolve(String(chunk).split('\r\n', 1)[0]);
      socket.destroy();
    });
    socket.once('error', () => resolve(undefined));
  });

describe('npm run dev', () => {
  const lab = useLab();

  test('serves the same data, reloads as one types whichever family the browser uses, and stops whole', async () => {
    const dataDir = lab.dataDir();
    const first = await lab.start(dataDir);
    const client = readWelcome(first.stdout());
    if (!client) throw new Error('no credentials were printed');
    await first.stop();

    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const dev = start(process.execPath, [RUN, 'dev'], {
      cwd: CHECKOUT,
      env: plainEnvironment({ PORT: String(port), DATA_DIR: dataDir }),
    });
    try {
      await eventually(
        'it serves',
        async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok,
        90,
      );
      const token = await getToken(origin, client);
      expect((await inspect(origin, token, token)).json.active).toBe(true);
      const page = await fetch(origin, { redirect: 'manual' });
      expect([page.status, page.headers.get('location')]).toEqual([307, '/overview']);
      expect(await handshake('127.0.0.1', port)).toBe('HTTP/1.1 101 Switching Protocols');
      expect(['HTTP/1.1 101 Switching Protocols', undefined]).toContain(await handshake('::1', port));

      const database = postmaster(dataDir)?.pid ?? 0;
      dev.child.kill('SIGINT');
      expect(await dev.ended).toBe(0);
      expect(isAlive(database)).toBe(false);
    } finally {
      dev.child.kill('SIGKILL');
    }
  }, 150_000);
});
