import type { Role } from '@/lib/contract/portal';

/** What the pages offer to whom. Only for showing: every handler checks again. */
const PERMISSIONS = {
  create: ['owner', 'admin', 'developer'],
  edit: ['owner', 'admin', 'developer'],
  rotate: ['owner', 'admin', 'developer'],
  disable: ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export function may(role: Role, action: keyof typeof PERMISSIONS): boolean {
  return (PERMISSIONS[action] as readonly Role[]).includes(role);
}
