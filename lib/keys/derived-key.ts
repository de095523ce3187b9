import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose (RFC 5869): what one of them made can never pass for what another did. */
export const derivedKey = (pepper: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', pepper, '', purpose, 32));
