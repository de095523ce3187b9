import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attackerJwk, forge } from '../harness/forgeries';
import { decodeSegments } from '../harness/jwt';
import { doors, newClient, SERVER } from '../harness/shared';
import {
  bearer,
  expectInactive,
  expectRefusal,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

/** Every connection the attacker's host got, whatever was said on it. */
let connections = 0;
let host: Server;
let genuine: string;
let kid: unknown;

beforeAll(async () => {
  genuine = await getToken(SERVER, await newClient());
  kid = decodeSegments(genuine).header.kid;
  host = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const issuer = `http://${request.headers.host}`;
    // Good answers to whatever would be asked: the key that verifies the forged tokens, and metadata that lead to it.
    response.end(
      JSON.stringify({ keys: [{ ...attackerJwk, kid }], issuer, jwks_uri: `${issuer}/jwks.json` }),
    );
  });
  host.on('connection', () => connections++);
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => host.close(resolve));
});

describe.each(doors)('keys that a token brings along are never fetched, $name', ({ origin }) => {
  test('zero connections to the host that jku, x5u, kid and iss name', async () => {
    const { port } = host.address() as AddressInfo;
    const before = connections;
    const caller = await getToken(origin, await newClient());
    const tokens = [`http://127.0.0.1:${port}`, `http://localhost:${port}`].flatMap((base) => [
      forge(genuine, { jku: `${base}/jwks.json` }),
      forge(genuine, { jku: [`${base}/jwks.json`] }),
      forge(genuine, { x5u: `${base}/cert.pem` }),
      forge(genuine, { jku: `${base}/jwks.json`, x5u: `${base}/cert.pem`, jwk: attackerJwk, kid: undefined }),
      forge(genuine, { kid: `${base}/jwks.json` }),
      forge(genuine, {}, { iss: base }),
      forge(genuine, { jku: `${base}/jwks.json`, kid: 'unknown' }, { iss: base }),
    ]);
    for (const forged of tokens) {
      expectInactive(await inspect(origin, caller, forged));
      const answer = await introspect(origin, {
        headers: { ...bearer(forged), ...JSON_TYPE },
        body: JSON.stringify({ token: caller }),
      });
      expectRefusal(answer, 401, 'invalid_token');
    }
    // Our own visit, last in line: the host counts, and nobody came before us.
    await (
      await fetch(`http://127.0.0.1:${port}/jwks.json`, { headers: { Connection: 'close' } })
    ).arrayBuffer();
    expect(connections - before).toBe(1);
  });
});
