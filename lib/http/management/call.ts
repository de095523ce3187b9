import type { Machine } from '../../admin/machine';
import { OAuthError } from '../../oauth/errors';
import type { WireRequest } from '../endpoint';
import type { HttpServices } from '../services';

/** What an operation works with. */
export interface Call<Input> {
  machine: Machine;
  /** From the address: not known to be anybody's. */
  clientId: string;
  secretId: string;
  /** The body, or the query of a GET, checked. */
  input: Input;
  request: WireRequest;
  services: HttpServices;
  /** Of the answer: which version of the settings it shows. */
  setVersion(version: string): void;
}

/** Printable, as a header is; kept as a digest only. */
const KEY = /^[\x20-\x7E]{1,255}$/;

/**
 * The name that a caller gives a call whose answer it must not lose (draft-ietf-httpapi-idempotency-key-header §2). Asked
 * for, not offered: a lost answer with a secret in it is found out too late.
 *
 * @throws OAuthError 400
 */
export function idempotencyKey(request: WireRequest): string {
  const key = request.header('idempotency-key')?.trim() ?? '';
  if (!KEY.test(key))
    throw new OAuthError(
      400,
      'invalid_request',
      'Send an Idempotency-Key header, a new UUID for each thing you want done: the answer has a secret in it, and is lost without it.',
    );
  return key;
}

/** The versions that a change was made for (RFC 9110 §13.1.1); undefined for any. A weak one fits none. */
export function wantedVersions(request: WireRequest): string[] | undefined {
  const header = request.header('if-match')?.trim();
  if (!header || header === '*') return undefined;
  return header.split(',').map((tag) => /^\s*"([^"]*)"\s*$/.exec(tag)?.[1] ?? '');
}
