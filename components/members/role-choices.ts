import type { Choice } from '@/components/ui/choice-group';
import type { Role } from '@/lib/contract/roles';

const ROLES: Choice<Role>[] = [
  {
    value: 'viewer',
    label: 'Viewer',
    description: 'Sees clients, activity and keys, and uses the debugger.',
  },
  {
    value: 'developer',
    label: 'Developer',
    description: 'Also creates and edits clients, and rotates secrets.',
  },
  {
    value: 'admin',
    label: 'Admin',
    description: 'Also disables clients, and manages people, settings and signing keys.',
  },
  { value: 'owner', label: 'Owner', description: 'Everything, and manages the other owners.' },
];

/** The roles, least first; an admin makes no owners. */
export const roleChoices = (mine: Role): Choice<Role>[] =>
  ROLES.map((choice) =>
    choice.value === 'owner' && mine !== 'owner'
      ? { ...choice, description: 'Only an owner makes owners.', disabled: true }
      : choice,
  );
