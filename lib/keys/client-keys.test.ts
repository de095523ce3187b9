import type { ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { startHttpsHost } from '../../e2e/harness/https-host';
import { createClientKeys } from './client-keys';
import { fetchKeySet } from './remote-key-set-fetch';

const made = async (alg: string, members: JWK = {}) => ({
  ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).publicKey)),
  ...members,
});
const one = await made('ES256', { kid: 'one' });
const two = await made('ES256', { kid: 'two' });
const nameless = await made('ES256');
const rsa = await made('RS256', { kid: 'rsa' });
const edwards = await made('EdDSA', { kid: 'ed' });

const MINUTE = 60_000;

/** Key sets over a table of addresses, in a world whose clock stands still unless it is moved. */
function setup(sets: Record<string, () => JWK[] | Promise<JWK[]>> = {}) {
  const world = {
    now: 1_000_000,
    fetched: [] as string[],
    said: [] as { fields: object; message: string }[],
  };
  const keys = createClientKeys(
    async (address) => {
      world.fetched.push(address);
      return { keys: (await sets[address]?.()) ?? [] };
    },
    () => world.now,
    { warn: (fields: object, message: string) => void world.said.push({ fields, message }) } as never,
  );
  const remote = async (kid?: string, jwksUri = 'https://a.example/keys', alg = 'ES256') =>
    (await keys.find({ id: 'client_1', jwks: null, jwksUri }, { alg, kid })).length;
  const pasted = async (jwks: JWK[], header: { alg?: string; kid?: string }) =>
    (await keys.find({ id: 'client_1', jwks: { keys: jwks as never }, jwksUri: null }, header)).length;
  return { world, keys, remote, pasted };
}

describe('pasted keys', () => {
  const { pasted, keys } = setup();

  it('are found by kid and algorithm; one without a kid may be any', async () => {
    expect(await pasted([one, two], { alg: 'ES256', kid: 'one' })).toBe(1);
    expect(await pasted([one, two], { alg: 'ES256', kid: 'three' })).toBe(0);
    expect(await pasted([one, two, rsa], { alg: 'ES256' })).toBe(2);
    expect(await pasted([nameless, two], { alg: 'ES256', kid: 'anything' })).toBe(1);
    expect(await pasted([one], { alg: 'RS256', kid: 'one' })).toBe(0);
    expect(await pasted([rsa], { alg: 'RS256' })).toBe(1);
    expect(await pasted([rsa], { alg: 'PS256' })).toBe(1);
    expect(await pasted([{ ...rsa, alg: 'PS256' }], { alg: 'RS256' })).toBe(0);
    for (const alg of ['EdDSA', 'Ed25519'])
      for (const named of ['EdDSA', 'Ed25519', undefined])
        expect(await pasted([{ ...edwards, alg: named }], { alg })).toBe(1);
  });

  it.each([undefined, '', 'none', 'HS256', 'RS512', 'ES512', 'rs256', 'constructor', '__proto__'])(
    'are not found for the algorithm %s',
    async (alg) => expect(await pasted([one, rsa, edwards], { alg })).toBe(0),
  );

  it('have the thumbprint of RFC 7638 §3.1', async () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const jwks = { keys: [{ kty: 'RSA', e: 'AQAB', n, alg: 'RS256', kid: '2011-04-29' }] };
    const found = await keys.find({ id: 'client_1', jwks, jwksUri: null }, { alg: 'RS256' });
    expect(found.map(({ thumbprint }) => thumbprint)).toEqual([
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    ]);
  });

  it('that are broken are left out, the others of the set not', async () => {
    expect(await pasted([{ ...one, x: one.y, kid: 'bad' }, two], { alg: 'ES256' })).toBe(1);
  });

  it('are none for a client without any', async () => {
    expect(await keys.find({ id: 'client_1', jwks: null, jwksUri: null }, { alg: 'ES256' })).toEqual([]);
  });
});

describe('keys behind an address', () => {
  it('are fetched once for all who ask at once', async () => {
    const { remote, world } = setup({ 'https://a.example/keys': () => [one] });
    const found = await Promise.all(Array.from({ length: 200 }, () => remote('one')));
    expect(new Set(found)).toEqual(new Set([1]));
    expect(world.fetched).toHaveLength(1);
  });

  it('are taken as they are for ten minutes, then fetched again', async () => {
    let set = [one];
    const { remote, world } = setup({ 'https://a.example/keys': () => set });
    expect(await remote('one')).toBe(1);
    set = [];
    world.now += 10 * MINUTE - 1;
    expect(await remote('one')).toBe(1);
    world.now += 1;
    expect(await remote('one')).toBe(0);
    expect(world.fetched).toHaveLength(2);
  });

  it('are fetched for an unknown kid at once, then at most every 30 seconds', async () => {
    let set = [one];
    const { remote, world } = setup({ 'https://a.example/keys': () => set });
    await remote('one');
    set = [one, two];
    for (const kid of ['two', 'x', 'y', 'two']) expect(await remote(kid)).toBe(0);
    expect(world.fetched).toHaveLength(1);
    world.now += 30_000;
    expect(await remote('two')).toBe(1);
    expect(world.fetched).toHaveLength(2);
    await Promise.all(Array.from({ length: 500 }, (_, n) => remote(`stranger ${n}`)));
    expect(world.fetched).toHaveLength(2);
    world.now += 30_000;
    await Promise.all(Array.from({ length: 500 }, (_, n) => remote(`stranger ${n}`)));
    expect(world.fetched).toHaveLength(3);
  });

  it('that cannot be fetched are none, with one line in the log every 30 seconds and no exception', async () => {
    const { remote, world } = setup({
      'https://a.example/keys?code=canary': () =>
        Promise.reject(Object.assign(new Error('down'), { code: 'ECONNREFUSED' })),
    });
    for (let second = 0; second < 60; second++) {
      expect(await remote('one', 'https://a.example/keys?code=canary')).toBe(0);
      world.now += 1_000;
    }
    expect(world.fetched).toHaveLength(2);
    expect(world.said).toHaveLength(2);
    expect(world.said[0]?.fields).toMatchObject({ host: 'a.example' });
    expect(JSON.stringify(world.said)).not.toContain('canary');
  });

  it('that were good are good for an hour while their address fails, and not longer', async () => {
    let down = false;
    const { remote, world } = setup({
      'https://a.example/keys': () => (down ? Promise.reject(new Error('down')) : [one]),
    });
    await remote('one');
    down = true;
    world.now += 60 * MINUTE - 1;
    expect(await remote('one')).toBe(1);
    world.now += 1;
    expect(await remote('one')).toBe(0);
    down = false;
    world.now += 30_000;
    expect(await remote('one')).toBe(1);
  });

  it('that were withdrawn are withdrawn: an empty set is an answer', async () => {
    let set = [one];
    const { remote, world } = setup({ 'https://a.example/keys': () => set });
    await remote('one');
    set = [];
    world.now += 10 * MINUTE;
    expect(await remote('one')).toBe(0);
    expect(world.said).toEqual([]);
  });

  it('are fetched again when the clock was set back, not only when it is as late again', async () => {
    let set = [one];
    const { remote, world } = setup({ 'https://a.example/keys': () => set });
    await remote('one');
    set = [two];
    world.now -= 60 * MINUTE;
    expect(await remote('two')).toBe(1);
  });

  it('of another address wait for nobody', async () => {
    const { remote, world } = setup({
      'https://a.example/keys': () => new Promise(() => {}),
      'https://b.example/keys': () => [two],
    });
    void remote('one');
    expect(await remote('two', 'https://b.example/keys')).toBe(1);
    expect(world.fetched).toHaveLength(2);
  });

  it('are remembered for a thousand addresses, the least used forgotten first', async () => {
    const { remote, world } = setup();
    for (let place = 0; place < 1_500; place++) {
      await remote('x', `https://h${place}.example/`);
      await remote('x', 'https://often.example/');
    }
    expect(world.fetched.filter((address) => address === 'https://often.example/')).toHaveLength(1);
    world.fetched.length = 0;
    await remote('x', 'https://often.example/');
    await remote('x', 'https://h1499.example/');
    await remote('x', 'https://h502.example/');
    expect(world.fetched).toEqual([]);
    await remote('x', 'https://h0.example/');
    expect(world.fetched).toEqual(['https://h0.example/']);
  });
});

let published: unknown[] = [];
const host = await startHttpsHost((_, response: ServerResponse) =>
  response.end(JSON.stringify({ keys: published })),
);
afterAll(() => host.close());

describe('keys behind a real https address', () => {
  const world = { now: 0, said: 0 };
  const clientKeys = (networks: string[]) =>
    createClientKeys(
      (address) => fetchKeySet(address, { networks, ca: host.certificate.certificate }),
      () => world.now,
      { warn: () => void world.said++ } as never,
    );
  const jwksUri = `https://localhost:${host.port}/keys`;
  const client = { id: 'client_1', jwks: null, jwksUri };

  it('follow a rotation within the cool-down, seen from the host', async () => {
    const keys = clientKeys(['127.0.0.0/8']);
    const knows = async (kid: string) => (await keys.find(client, { alg: 'ES256', kid })).length === 1;
    published = [one];
    expect(await knows('one')).toBe(true);
    published = [two];
    for (let attempt = 0; attempt < 50; attempt++) expect(await knows('two')).toBe(false);
    expect(host.requests).toHaveLength(1);
    world.now += 30_000;
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        expect(await knows('two')).toBe(true);
      }),
    );
    expect(await knows('one')).toBe(false);
    expect(host.requests).toHaveLength(2);
  });

  it('are none where the address is not public and nobody allowed it, without a connection', async () => {
    const before = { connections: host.connections(), said: world.said };
    const keys = clientKeys([]);
    for (let attempt = 0; attempt < 10; attempt++)
      expect(await keys.find(client, { alg: 'ES256', kid: 'two' })).toEqual([]);
    expect(host.connections()).toBe(before.connections);
    expect(world.said).toBe(before.said + 1);
  });
});
