import { type CryptoKey, importJWK, type JWK, type KeyObject, SignJWT } from 'jose';

/** A way for a client to say who it is, made for one request. */
export interface Presented {
  headers: Record<string, string>;
  parameters: Record<string, string>;
  /** What of it must appear in no error. */
  secrets: string[];
}

/** One credential of a client. */
export interface Credential {
  /** For each request anew: an assertion is taken once. */
  present(): Promise<Presented>;
  /** Told that the service took it. */
  accepted?(): void;
}

/** How a client authenticates: its credentials, the likeliest first. The next is tried where one is refused. */
export type Authentication = () => AsyncIterable<Credential>;

/** `client_secret_basic` (RFC 6749 §2.3.1): in a header, which fewer logs hold than bodies. */
export function presentSecret(clientId: string, secret: string): Presented {
  const credentials = btoa(`${formEncode(clientId)}:${formEncode(secret)}`);
  return {
    headers: { Authorization: `Basic ${credentials}` },
    parameters: {},
    secrets: [secret, credentials],
  };
}

const formEncode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** A client that has one secret and no other. */
export const bySecret = (clientId: string, secret: string): Authentication =>
  async function* () {
    yield { present: async () => presentSecret(clientId, secret) };
  };

/** The private key of a client without a secret (`private_key_jwt`, RFC 7523). */
export interface ClientKey {
  /** PKCS #8 imported by `jose` or Web Crypto, or a private JWK. */
  key: CryptoKey | KeyObject | JWK;
  /** RS256, PS256, ES256, ES384, EdDSA or Ed25519. */
  alg: string;
  /** Names the key in the client's key set: needed where that has several. */
  kid?: string | undefined;
}

/** How long an assertion is good, in seconds: long enough for a slow network, short for a thief. */
const ASSERTION_LIFE = 60;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * @param issuer the audience: this service and no other can use the assertion
 * @param now milliseconds since the epoch
 */
export function byKey(
  clientId: string,
  { key, alg, kid }: ClientKey,
  issuer: string,
  now: () => number,
): Authentication {
  const credential: Credential = {
    async present() {
      const iat = Math.floor(now() / 1000);
      const assertion = await new SignJWT({ jti: crypto.randomUUID() })
        .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }), typ: 'client-authentication+jwt' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(issuer)
        .setIssuedAt(iat)
        .setExpirationTime(iat + ASSERTION_LIFE)
        .sign('kty' in key ? await importJWK(key, alg) : key);
      return {
        headers: {},
        parameters: { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion },
        secrets: [assertion],
      };
    },
  };
  return async function* () {
    yield credential;
  };
}
