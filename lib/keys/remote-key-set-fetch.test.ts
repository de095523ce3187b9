import type { RequestListener, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { startHttpsHost } from '../../e2e/harness/https-host';
import { fetchKeySet } from './remote-key-set-fetch';

const LOOPBACK = ['127.0.0.0/8'];

const publicJwk = async (alg: string) =>
  exportJWK((await generateKeyPair(alg, { extractable: true })).publicKey);
const rsa = await publicJwk('RS256');
const ec = await publicJwk('ES256');

const json = (response: ServerResponse, body: unknown) => response.end(JSON.stringify(body));
const many = (count: number) => Array.from({ length: count }, (_, place) => ({ ...ec, kid: `k${place}` }));

const answers: Record<string, RequestListener> = {
  '/keys': (_, response) => json(response, { keys: [{ ...rsa, kid: 'a' }, ec], more: 'to ignore' }),
  '/keys?with=query': (_, response) => json(response, { keys: [ec] }),
  '/not-for-us': (_, response) =>
    json(response, {
      keys: [
        { ...ec, kid: 'good' },
        { ...rsa, use: 'enc' },
        { kty: 'oct', k: 'c2VjcmV0' },
        { kty: 'AKP', alg: 'ML-DSA-44', pub: 'x' },
        { ...ec, d: 'private' },
        'no key',
        null,
      ],
    }),
  '/empty': (_, response) => json(response, { keys: [] }),
  '/ten': (_, response) => json(response, { keys: many(10) }),
  '/eleven': (_, response) => json(response, { keys: many(11) }),
  '/moved': (_, response) => response.writeHead(302, { Location: '/keys' }).end(),
  '/moved-for-good': (_, response) => response.writeHead(308, { Location: '/keys' }).end(),
  '/moved-inside': (_, response) =>
    response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/missing': (_, response) => response.writeHead(404).end(JSON.stringify({ keys: [ec] })),
  '/not-modified': (_, response) => response.writeHead(304).end(),
  '/page': (_, response) => response.end('<html>secret of a page</html>'),
  '/list': (_, response) => json(response, [ec]),
  '/null': (_, response) => response.end('null'),
  '/no-list': (_, response) => json(response, { keys: { 0: ec } }),
  '/deep': (_, response) => response.end('['.repeat(60_000)),
  '/nothing': (_, response) => response.end(),
  '/as-large-as-allowed': (_, response) => response.end(JSON.stringify({ keys: [ec] }).padEnd(65_536)),
  '/too-large': (_, response) => response.end(JSON.stringify({ keys: [ec] }).padEnd(65_537)),
  '/endless': (_, response) => {
    const more = () => {
      while (response.write(' '.repeat(16_384)));
      response.once('drain', more);
    };
    more();
  },
  '/silent': () => {},
  '/upgraded': ({ socket }) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  },
  '/dripping': (_, response) => {
    const drop = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drop));
  },
  '/cut-off': (_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('{"keys":');
    setTimeout(() => response.destroy(), 20);
  },
};

const host = await startHttpsHost((request, response) => answers[request.url ?? '']?.(request, response));
afterAll(() => host.close());

interface Outcome {
  keys?: unknown[];
  fault?: string;
  /** Milliseconds. */
  took: number;
  /** How often the host was connected to. */
  connections: number;
}

async function fetched(
  path: string,
  { networks = LOOPBACK, name = 'localhost', trusted = true } = {},
): Promise<Outcome> {
  const before = host.connections();
  const begun = performance.now();
  const outcome = await fetchKeySet(`https://${name}:${host.port}${path}`, {
    networks,
    ca: trusted ? host.certificate.certificate : undefined,
  }).catch((fault: Error & { code?: string }) => ({ fault: fault.code ?? fault.message }));
  return {
    ...outcome,
    took: performance.now() - begun,
    connections: host.connections() - before,
  };
}

describe('fetchKeySet', () => {
  it('takes the keys of a set, and leaves out what is not for us', async () => {
    expect(await fetched('/keys')).toMatchObject({ keys: [{ ...rsa, kid: 'a' }, ec] });
    expect(await fetched('/keys', { name: '127.0.0.1' })).toMatchObject({ keys: [{ kid: 'a' }, ec] });
    expect(await fetched('/keys?with=query')).toMatchObject({ keys: [ec] });
    expect(await fetched('/not-for-us')).toMatchObject({ keys: [{ ...ec, kid: 'good' }] });
    expect(await fetched('/empty')).toMatchObject({ keys: [] });
    expect(await fetched('/as-large-as-allowed')).toMatchObject({ keys: [ec] });
    expect((await fetched('/ten')).keys).toHaveLength(10);
  });

  it.each([
    ['/moved', 'The answer was 302, not 200.'],
    ['/moved-for-good', 'The answer was 308, not 200.'],
    ['/moved-inside', 'The answer was 302, not 200.'],
    ['/missing', 'The answer was 404, not 200.'],
    ['/not-modified', 'The answer was 304, not 200.'],
    ['/page', 'The answer was not JSON.'],
    ['/deep', 'The answer was not JSON.'],
    ['/nothing', 'The answer was not JSON.'],
    ['/list', 'The answer was not a JWK set.'],
    ['/null', 'The answer was not a JWK set.'],
    ['/no-list', 'The answer was not a JWK set.'],
    ['/eleven', 'The set had more than 10 keys.'],
    ['/too-large', 'The answer was larger than 65536 bytes.'],
    ['/endless', 'The answer was larger than 65536 bytes.'],
    ['/cut-off', 'ECONNRESET'],
    ['/upgraded', 'OUTBOUND_REFUSED'],
  ])('does not take %s, and follows it nowhere', async (path, fault) => {
    const { took, ...outcome } = await fetched(path);
    expect(outcome).toEqual({ fault, connections: 1 });
    expect(took).toBeLessThan(2_000);
  });

  it('waits three seconds in all, for one who says nothing and for one who says it slowly', async () => {
    for (const { took, fault } of await Promise.all([fetched('/silent'), fetched('/dripping')])) {
      expect(fault).toMatch(/^(ABORT_ERR|ECONNRESET)$/);
      expect(took).toBeGreaterThan(2_500);
      expect(took).toBeLessThan(4_000);
    }
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ])('does not connect to %s, however it is written, unless the operator allows it', async (name) => {
    expect(await fetched('/keys', { name, networks: [] })).toMatchObject({
      fault: 'ADDRESS_NOT_PUBLIC',
      connections: 0,
    });
  });

  it('does not take a set from a host that cannot prove its name', async () => {
    expect(await fetched('/keys', { trusted: false })).toMatchObject({
      fault: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it.each([
    'http://localhost/keys',
    'file:///etc/passwd',
    'https://user@localhost/keys',
    'ftp://localhost/',
    'x',
  ])('does not go to %s at all', async (address) => {
    await expect(fetchKeySet(address, { networks: LOOPBACK })).rejects.toThrow(/https|address/);
  });
});
