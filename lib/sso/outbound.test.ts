import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { startHttpsHost } from '../../e2e/harness/https-host';
import { guardedFetch } from '../keys/outbound';
import { describeFault } from './faults';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const plain = createServer((_, response) => response.end('plain'));
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
const plainOrigin = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;

const host = await startHttpsHost((request, response) => {
  if (request.url === '/moved') return void response.writeHead(302, { Location: '/' }).end();
  if (request.url === '/upgraded')
    return void request.socket.end(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    );
  if (request.url === '/silent') return;
  if (request.url === '/large') return void response.end('x'.repeat(256 * 1024 + 1));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': 'a=b' }).end('{"a":1}');
});

afterAll(async () => {
  plain.close();
  await host.close();
});

/** The words that a fetch is refused with. */
const refusal = (address: string, options: Parameters<typeof guardedFetch>[0]) =>
  guardedFetch(options)(address, {}).then(
    () => 'answered',
    (fault: unknown) => describeFault(fault).words,
  );

describe('a fetch from where a tenant says', () => {
  it('goes by https only, but on one’s own machine', async () => {
    expect(await refusal(plainOrigin, { networks: LOOPBACK, http: false })).toContain('not an https one');
    expect(await refusal(plainOrigin, { networks: LOOPBACK, http: true })).toBe('answered');
  });

  it('goes to no private address, named or not', async () => {
    const production = { networks: [], http: false, ca: host.certificate.certificate };
    for (const name of ['127.0.0.1', 'localhost'])
      expect(await refusal(`https://${name}:${host.port}/`, production)).toContain('private network');
    for (const address of ['10.1.2.3', '169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '192.168.0.1'])
      expect(
        await refusal(`https://${address}/`, { ...production, networks: LOOPBACK.slice(0, 1) }),
      ).toContain('private network');
    expect(host.connections()).toBe(0);
  });

  it('follows nothing, and takes little', async () => {
    const options = { networks: LOOPBACK, http: false, ca: host.certificate.certificate };
    const at = (path: string) => `https://localhost:${host.port}${path}`;
    const answer = await guardedFetch(options)(at('/'), {});
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { a: 1 } });
    expect([...answer.headers.keys()]).toEqual(['content-type']);
    expect(await refusal(at('/moved'), options)).toContain('redirect');
    expect(await refusal(at('/large'), options)).toContain('larger');
    expect(await refusal(at('/upgraded'), options)).toContain('another protocol');
    expect(await refusal(at('/silent'), { ...options, withinMs: 50 })).toContain('in time');
    const giveUp = new AbortController();
    const givenUp = guardedFetch({ ...options, withinMs: 60_000 })(at('/silent'), { signal: giveUp.signal });
    giveUp.abort();
    await expect(givenUp).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(await refusal(at('/'), { ...options, ca: undefined })).toContain('could not be reached');
  });
});
