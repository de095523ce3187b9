import type { Role } from './portal';

/** What a person may do. A table: the answer to "who can rotate?" is one line. */
const PERMISSIONS = {
  'client:read': ['owner', 'admin', 'developer', 'viewer'],
  'activity:read': ['owner', 'admin', 'developer', 'viewer'],
  'token:debug': ['owner', 'admin', 'developer', 'viewer'],
  'client:create': ['owner', 'admin', 'developer'],
  'client:edit': ['owner', 'admin', 'developer'],
  'secret:rotate': ['owner', 'admin', 'developer'],
  'client:disable': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const may = (role: Role, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);
