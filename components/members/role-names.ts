import type { Role } from '@/lib/contract/roles';

/** Least first. */
export const ROLE_NAMES: Record<Role, string> = {
  viewer: 'Viewer',
  developer: 'Developer',
  admin: 'Admin',
  owner: 'Owner',
};
