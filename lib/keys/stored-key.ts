import type { JWK } from 'jose';
import type { Sealed } from './seal';

/**
 * A key on its way: published ahead (`next`), signing (`active`), still verifying (`retiring`), gone (`retired`).
 * Retired ones stay, so that a token signed by one can be explained.
 */
export interface StoredKey {
  kid: string;
  state: 'next' | 'active' | 'retiring' | 'retired';
  publicJwk: JWK;
  /** Null once it signs no more: then nobody can sign with it, whatever they get hold of. */
  sealed: Sealed | null;
  /** When it was published. */
  createdAt: Date;
  activatedAt: Date | null;
  retiringAt: Date | null;
  retiredAt: Date | null;
  /** Ended in an emergency, with every token it signed. */
  revokedAt: Date | null;
}

/** The size of an RSA key (RFC 7518 §6.3.1.1). */
export const modulusBits = ({ n = '' }: JWK): number => Buffer.from(n, 'base64url').length * 8;
