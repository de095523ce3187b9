import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { importJWK, type JWK, jwtVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { attackerJwk, forgeries } from '../harness/forgeries';
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

/** A genuine token and the published key it names: all that an attacker has. */
async function material() {
  const genuine = await getToken(SERVER, await newClient());
  const { kid } = decodeSegments(genuine).header;
  const { keys } = await (await fetch(`${SERVER}/.well-known/jwks.json`)).json();
  const jwk: JsonWebKey = keys.find((key: { kid: string }) => key.kid === kid);
  return { genuine, jwk, attacks: forgeries(genuine, jwk) };
}

// Made once here for their names; each test uses the same tokens.
const { genuine, jwk, attacks } = await material();

/** Refusing what is merely broken proves nothing: these would pass a verifier that believes the token. */
describe('the forgeries are sound', () => {
  const named = (name: string) => attacks.find(([attack]) => attack === name)?.[1] ?? '';

  test('HS256 with the PEM and with the JWK verify with just those as the secret', async () => {
    const pem = createPublicKey({ key: jwk, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
    for (const [name, secret] of [
      ['HS256 keyed with the PEM', pem],
      ['HS256 keyed with the JWK', JSON.stringify(jwk)],
    ] as const)
      await expect(jwtVerify(named(name), Buffer.from(secret))).resolves.toBeTruthy();
  });

  test('the others verify with the key that they bring along', async () => {
    const key = await importJWK({ ...attackerJwk, alg: undefined } as JWK, 'RS256');
    for (const name of ['jwk in the header', 'jku that leads nowhere', "the attacker's key, the genuine kid"])
      await expect(jwtVerify(named(name), key)).resolves.toBeTruthy();
    for (const alg of ['RS512', 'PS256'])
      await expect(
        jwtVerify(named(alg), await importJWK({ ...attackerJwk, alg } as JWK, alg)),
      ).resolves.toBeTruthy();
  });
});

describe.each(doors)('forged tokens, $name', ({ origin }) => {
  let caller: string;
  beforeAll(async () => {
    caller = await getToken(origin, await newClient());
  });

  test('the genuine one passes both ways, so what follows is refused for what it is', async () => {
    expect((await inspect(origin, caller, genuine)).json.active).toBe(true);
    expect((await inspect(origin, genuine, caller)).json.active).toBe(true);
  });

  test.each(attacks)('%s: inactive when inspected, 401 as a bearer', async (_, forged) => {
    expect(forged).not.toBe(genuine);
    expectInactive(await inspect(origin, caller, forged));

    // A header takes printable characters only; a JSON serialization has none but those.
    const answer = await introspect(origin, {
      headers: { ...bearer(forged), ...JSON_TYPE },
      body: JSON.stringify({ token: caller }),
    });
    expectRefusal(answer, 401, 'invalid_token');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer\b.*\berror="invalid_token"/);
  });

  test('after all of them, the genuine one still passes', async () => {
    expect((await inspect(origin, caller, genuine)).json.active).toBe(true);
  });
});
