'use client';

import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import { ChangeRoleDialog } from './change-role-dialog';
import type { OnLink } from './delivered-link';
import { EndMemberTokensDialog } from './end-member-tokens-dialog';
import type { MemberAction } from './member-reasons';
import { MemberStatusDialog } from './member-status-dialog';
import { ResetFactorsDialog } from './reset-factors-dialog';
import { ResetPasswordDialog } from './reset-password-dialog';
import { UnlinkDialog } from './unlink-dialog';

/** Asks once more before something is done to a person. */
export function MemberDialogs({
  member,
  me,
  asking,
  onClose,
  onLink,
}: {
  member: MemberView;
  me: SessionView['user'];
  asking: MemberAction | undefined;
  onClose: () => void;
  onLink: OnLink;
}) {
  const dialog = (action: MemberAction) => ({ member, open: asking === action, onClose });
  return (
    <>
      <ChangeRoleDialog {...dialog('role')} myRole={me.role} />
      <ResetPasswordDialog {...dialog('password')} onLink={onLink} />
      <ResetFactorsDialog {...dialog('factors')} />
      <EndMemberTokensDialog {...dialog('end_tokens')} me={me} />
      <UnlinkDialog {...dialog('unlink')} />
      <MemberStatusDialog {...dialog('status')} />
    </>
  );
}
