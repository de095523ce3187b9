'use client';

import { useChangeMember } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/contract/members';

/** Disables whoever is active, and enables whoever is not. */
export function MemberStatusDialog({
  member: { id, email, status },
  open,
  onClose,
}: {
  member: MemberView;
  open: boolean;
  onClose: () => void;
}) {
  const change = useChangeMember(id);
  const disabling = status === 'active';
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={disabling ? `Disable ${email}?` : `Enable ${email}?`}
      description={
        disabling
          ? 'They are signed out everywhere at once, their tokens are refused, and they cannot sign in. The clients they made go on working.'
          : 'They can sign in again, with the password and the role they had.'
      }
      action={disabling ? 'Disable' : 'Enable'}
      destructive={disabling}
      onConfirm={async () => {
        await change.mutateAsync({ status: disabling ? 'disabled' : 'active' });
        if (disabling)
          toastWithUndo(`${email} is disabled`, {
            description: 'They stay signed out, even if this is undone.',
            undo: () => change.mutateAsync({ status: 'active' }),
            undone: `${email} is enabled again`,
          });
        else toast.success(`${email} is enabled`);
      }}
    />
  );
}
