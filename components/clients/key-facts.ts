/** What tells one key of a set from another, however little of it is there. */
export interface KeyFacts {
  kid: string | undefined;
  kty: string;
  /** `alg` where it is given, otherwise the curve or the size. */
  kind: string;
}

export function keyFacts(jwk: Record<string, unknown>): KeyFacts {
  const size = typeof jwk.n === 'string' ? `${Math.floor((jwk.n.length * 6) / 8) * 8} bit` : undefined;
  const curve = typeof jwk.crv === 'string' ? jwk.crv : size;
  const alg = typeof jwk.alg === 'string' ? jwk.alg : undefined;
  return {
    kid: typeof jwk.kid === 'string' ? jwk.kid : undefined,
    kty: String(jwk.kty),
    kind: [alg, curve].filter(Boolean).join(', '),
  };
}

/** The algorithm a client signs its assertions with. */
export function signingAlgorithm(jwk: Record<string, unknown>): string {
  if (typeof jwk.alg === 'string') return jwk.alg;
  if (jwk.kty === 'RSA') return 'RS256';
  if (jwk.kty === 'OKP') return 'EdDSA';
  return jwk.crv === 'P-384' ? 'ES384' : 'ES256';
}
