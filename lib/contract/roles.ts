export const ROLES = ['owner', 'admin', 'developer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What a person may do. A table: the answer to "who can rotate?" is one line. */
const PERMISSIONS = {
  'client:read': ['owner', 'admin', 'developer', 'viewer'],
  'activity:read': ['owner', 'admin', 'developer', 'viewer'],
  'token:debug': ['owner', 'admin', 'developer', 'viewer'],
  'client:create': ['owner', 'admin', 'developer'],
  'client:edit': ['owner', 'admin', 'developer'],
  'secret:rotate': ['owner', 'admin', 'developer'],
  /** Asking what a secret is that one holds. */
  'secret:test': ['owner', 'admin', 'developer'],
  /** The profile, the networks and the binding to keys: what guards a client's credentials. */
  'client:protect': ['owner', 'admin'],
  'client:disable': ['owner', 'admin'],
  'client:delete': ['owner', 'admin'],
  'app:read': ['owner', 'admin', 'developer', 'viewer'],
  /** Where a person's codes and tokens go: more than a developer decides. */
  'app:edit': ['owner', 'admin'],
  'tenant:read': ['owner', 'admin', 'developer', 'viewer'],
  'tenant:edit': ['owner', 'admin'],
  /** Whoever chooses the provider decides who everybody is, owners included: an admin could make themselves one. */
  'sso:read': ['owner', 'admin'],
  'sso:edit': ['owner'],
  'webhook:read': ['owner', 'admin', 'developer', 'viewer'],
  /** Where the tenant's news goes: more than a developer decides. */
  'webhook:edit': ['owner', 'admin'],
  'member:read': ['owner', 'admin', 'developer', 'viewer'],
  'member:edit': ['owner', 'admin'],
  'signing-key:read': ['owner', 'admin', 'developer', 'viewer'],
  /** And only in a tenant that operates this installation: the keys are everybody's. */
  'signing-key:manage': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What is done only with a factor proven in the last five minutes: whoever finds a session open cannot do it. */
const FRESH: ReadonlySet<Permission> = new Set([
  'secret:rotate',
  'client:protect',
  'client:disable',
  'client:delete',
  'app:edit',
  'tenant:edit',
  'sso:edit',
  'webhook:edit',
  'member:edit',
  'signing-key:manage',
]);

/** How long a proven factor is fresh, in milliseconds. */
export const FRESH_MS = 5 * 60_000;

export const needsFreshFactor = (permission: Permission): boolean => FRESH.has(permission);

export const may = (role: Role, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);

/** What a person's own token may do at the APIs. */
const SCOPES: Record<Role, readonly string[]> = {
  owner: ['workflow:read', 'workflow:write', 'audit:read', 'claims:read', 'claims:write'],
  admin: ['workflow:read', 'workflow:write', 'audit:read', 'claims:read', 'claims:write'],
  developer: ['workflow:read', 'audit:read', 'claims:read'],
  viewer: ['workflow:read', 'claims:read'],
};

export const scopeOfRole = (role: Role): string => SCOPES[role].join(' ');
