import { describe, expect, test } from 'vitest';
import { goProgram, introspectionCurl, joseProgram, pyjwtProgram, verifierSettings } from './copy-as';

const ISSUER = 'https://auth.example.com';
const parts = (payload: Record<string, unknown>, header: Record<string, unknown> = { typ: 'JWT' }) => ({
  header,
  payload,
});

describe('verifierSettings', () => {
  test('takes nothing from the token that a forger would choose', () => {
    const forged = parts(
      { iss: 'https://evil.test', aud: 'evil' },
      { alg: 'none', typ: 'x', jku: 'https://evil.test' },
    );
    expect(verifierSettings(forged, ISSUER)).toEqual({
      issuer: ISSUER,
      audience: 'gooclaim-api',
      jwksUri: `${ISSUER}/.well-known/jwks.json`,
      typ: 'JWT',
    });
  });

  test("names the audience of a resource of one's own, and the type of RFC 9068", () => {
    const own = parts({ aud: 'https://claims.example.com' }, { typ: 'application/at+jwt' });
    expect(verifierSettings(own, ISSUER)).toMatchObject({
      audience: 'https://claims.example.com',
      typ: 'at+jwt',
    });
  });
});

test('an audience that is written to break out of the code stays a string', () => {
  const settings = verifierSettings(parts({ aud: 'https://a"\n);evil(`x`)\u202e//' }), ISSUER);
  for (const program of [joseProgram, pyjwtProgram, goProgram])
    expect(program(settings)).toContain('"https://a\\"\\n);evil(`x`)\\u202e//"');
});

describe('introspectionCurl', () => {
  test('reads the token from the environment unless it is asked to hold it', () => {
    expect(introspectionCurl(parts({}), ISSUER)).not.toContain('TOKEN=');
    expect(introspectionCurl(parts({}), ISSUER, "a'b")).toMatch(/^TOKEN='a'\\''b'\n/);
  });

  test('a token bound to a key is no credential in a shell', () => {
    const curl = introspectionCurl(parts({ cnf: { jkt: 'x' } }), ISSUER);
    expect(curl).not.toContain('Bearer');
    expect(curl).toContain('-u "$CLIENT_ID:$CLIENT_SECRET"');
  });
});
