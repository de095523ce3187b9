/** One scope token (RFC 6749 §3.3: printable ASCII without space, quote or backslash), kept to what fits a table. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]{1,128}$/;
export const SCOPE_TOKEN_WORDS =
  'A scope is 1 to 128 printable characters without spaces, quotes or backslashes';

/** Offered in the portal; any other well-formed scope may be typed. */
export const WELL_KNOWN_SCOPES = [
  { scope: 'workflow:read', meaning: 'Read workflows and their status' },
  { scope: 'workflow:write', meaning: 'Start and change workflows' },
  { scope: 'audit:read', meaning: 'Read the audit trail of claims' },
  { scope: 'claims:read', meaning: 'Read claims' },
  { scope: 'claims:write', meaning: 'Create and change claims' },
  { scope: 'webhooks:deliver', meaning: 'Deliver webhooks' },
] as const;

/** The scopes of the management API, and of nothing else: this service is their resource. */
export const READ_CLIENTS = 'clients:read';
export const MANAGE_CLIENTS = 'clients:write';

export const MANAGEMENT_SCOPES = [
  { scope: READ_CLIENTS, meaning: 'Read this tenant’s clients, by the management API' },
  {
    scope: MANAGE_CLIENTS,
    meaning: 'Make, change, rotate, disable and delete this tenant’s clients, by the management API',
  },
] as const;

export const managesClients = (scopes: readonly string[]): boolean =>
  MANAGEMENT_SCOPES.some(({ scope }) => scopes.includes(scope));
