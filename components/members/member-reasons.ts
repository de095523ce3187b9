import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';

type Me = Pick<SessionView['user'], 'id' | 'role'>;
export type MemberAction = 'role' | 'password' | 'factors' | 'end_tokens' | 'unlink' | 'status';

export const ONLY_OWNERS = 'Only an owner may do this to an owner.';

/** Whether I am above, or beside, somebody of that role: an admin is not above owners. */
export const mayManage = (me: Me, role: MemberView['role']): boolean =>
  may(me.role, 'member:edit') && (role !== 'owner' || me.role === 'owner');

/** What is offered on a person's row; with the reason where it cannot be done. In the order it is shown. */
export function memberActions(
  member: MemberView,
  me: Me,
  members: readonly MemberView[],
): { action: MemberAction; reason?: string }[] {
  const myself = member.id === me.id;
  if (!may(me.role, 'member:edit')) return myself ? [{ action: 'end_tokens' }] : [];
  const above = mayManage(me, member.role) ? undefined : ONLY_OWNERS;
  const last = isLastOwner(member, members)
    ? 'The last owner: make somebody else an owner first.'
    : undefined;
  const disabled = member.status === 'disabled';
  return [
    {
      action: 'role',
      reason: above ?? last ?? (myself ? 'Your own: ask another owner or admin.' : undefined),
    },
    {
      action: 'password',
      reason:
        above ??
        (myself ? 'Your own: change it in the account menu.' : undefined) ??
        (disabled ? 'The account is disabled: enable it first.' : undefined),
    },
    {
      action: 'factors',
      reason:
        above ??
        (myself ? 'Your own: see Account security in the account menu.' : undefined) ??
        (member.second_factors?.length ? undefined : 'They have none.'),
    },
    { action: 'end_tokens', reason: myself ? undefined : above },
    ...(member.single_sign_on && may(me.role, 'sso:edit') ? [{ action: 'unlink' as const }] : []),
    { action: 'status', reason: above ?? last ?? (myself ? 'Nobody disables themselves.' : undefined) },
  ];
}

const isLastOwner = (member: MemberView, members: readonly MemberView[]): boolean =>
  member.role === 'owner' &&
  member.status === 'active' &&
  !members.some(({ id, role, status }) => id !== member.id && role === 'owner' && status === 'active');
