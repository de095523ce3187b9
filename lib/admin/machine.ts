import type { Permission } from '../contract/roles';
import { MANAGE_CLIENTS, READ_CLIENTS } from '../contract/scope-terms';
import type { Origin } from '../oauth/ports';

/** A client that manages its tenant's clients, by a token of its own. */
export interface Machine {
  clientId: string;
  tenantId: string;
  /** Those of the token that the client still has: one that was taken from it ends at once, and not with the token. */
  scopes: readonly string[];
  /** Audiences it may ask tokens for itself (RFC 8707). */
  resources: readonly string[];
  /** What guards its own credentials guards those of what it makes. */
  allowedNetworks: string[];
  dpopBoundAccessTokens: boolean;
  /** Of its token. */
  jti: string;
  /** Of its token, milliseconds since the epoch. */
  issuedAt: number;
  origin: Origin;
}

/**
 * What each scope lets a machine do. What is not listed here is for people: above all `client:protect`, the settings that
 * guard a client's credentials, so that whoever has stolen a token cannot take the guards away.
 */
const SCOPE_OF: Partial<Record<Permission, typeof READ_CLIENTS | typeof MANAGE_CLIENTS>> = {
  'client:read': READ_CLIENTS,
  'activity:read': READ_CLIENTS,
  'token:debug': READ_CLIENTS,
  'client:create': MANAGE_CLIENTS,
  'client:edit': MANAGE_CLIENTS,
  'client:disable': MANAGE_CLIENTS,
  'client:delete': MANAGE_CLIENTS,
  'secret:rotate': MANAGE_CLIENTS,
};

/** Whoever may change clients may look at them. */
export function scopeAllows({ scopes }: Pick<Machine, 'scopes'>, permission: Permission): boolean {
  const scope = SCOPE_OF[permission];
  return scope !== undefined && (scopes.includes(scope) || scopes.includes(MANAGE_CLIENTS));
}
