import { decodeToken } from '@/lib/token/jwt';
import type { Recognised } from '@/lib/token/recognise';

export interface TokenParts {
  header: Record<string, unknown> | undefined;
  payload: Record<string, unknown>;
}

/** What can be shown of a pasted text, however broken the rest of it is. */
export function readParts(found: Recognised): TokenParts | undefined {
  if (found.kind === 'payload') return { header: undefined, payload: found.payload };
  if (found.kind !== 'token' && found.kind !== 'unsigned') return undefined;
  // A damaged signature must not keep the claims from being read.
  const decoded = decodeToken(found.token.split('.', 2).join('.'));
  return typeof decoded === 'string' ? undefined : decoded;
}
