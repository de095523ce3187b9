import type { Choice } from '@/components/ui/choice-group';
import type { Role } from '@/lib/contract/roles';
import { ROLE_NAMES } from './role-names';

const ROLES: Choice<Role>[] = [
  {
    value: 'viewer',
    label: ROLE_NAMES.viewer,
    description: 'Sees clients, activity and keys, and uses the debugger.',
  },
  {
    value: 'developer',
    label: ROLE_NAMES.developer,
    description: 'Also creates and edits clients, and rotates secrets.',
  },
  {
    value: 'admin',
    label: ROLE_NAMES.admin,
    description: 'Also disables clients, and manages apps, people, settings and signing keys.',
  },
  {
    value: 'owner',
    label: ROLE_NAMES.owner,
    description: 'Everything, and manages single sign-on and the other owners.',
  },
];

/** The roles, least first; an admin makes no owners. */
export const roleChoices = (mine: Role): Choice<Role>[] =>
  ROLES.map((choice) =>
    choice.value === 'owner' && mine !== 'owner'
      ? { ...choice, description: 'Only an owner makes owners.', disabled: true }
      : choice,
  );
