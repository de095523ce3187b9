'use client';

import { useResetMemberPassword } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import type { MemberView } from '@/lib/contract/members';
import type { OnLink } from './delivered-link';

export function ResetPasswordDialog({
  member: { id, email },
  open,
  onClose,
  onLink,
}: {
  member: MemberView;
  open: boolean;
  onClose: () => void;
  onLink: OnLink;
}) {
  const reset = useResetMemberPassword();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Send ${email} a link to a new password?`}
      description="Their password goes on working until they use the link, within 60 minutes. Then they are signed out everywhere."
      action="Send link"
      onConfirm={async () => {
        const { delivery } = await reset.mutateAsync(id);
        onLink({ kind: 'password', email, delivery });
      }}
    />
  );
}
