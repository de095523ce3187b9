import { CompactEncrypt, calculateJwkThumbprint, importJWK, type JWK } from 'jose';

/** Somebody's key to be written to, checked. */
export interface Recipient {
  /** RFC 7638: what a person compares with the key they made. */
  thumbprint: string;
  /** The text as a JWE that only the key's owner opens (RFC 7516 §7.1; ECDH-ES, RFC 7518 §4.6). */
  seal(text: string): Promise<string>;
}

/**
 * @param key a public one, kty EC, crv P-256
 * @returns undefined for one that is no point of the curve
 */
export async function recipientOf({ kty, crv, x, y }: JWK): Promise<Recipient | undefined> {
  const key = await importJWK({ kty, crv, x, y }, 'ECDH-ES').catch(() => undefined);
  if (!key) return undefined;
  const thumbprint = await calculateJwkThumbprint({ kty, crv, x, y });
  return {
    thumbprint,
    seal: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: thumbprint })
        .encrypt(key),
  };
}
