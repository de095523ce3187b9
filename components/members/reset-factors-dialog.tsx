'use client';

import { useResetMemberFactors } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/contract/members';

/** For whoever has lost their second factor and every recovery code. */
export function ResetFactorsDialog({
  member: { id, email },
  open,
  onClose,
}: {
  member: MemberView;
  open: boolean;
  onClose: () => void;
}) {
  const reset = useResetMemberFactors();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Reset the second factor of ${email}?`}
      description="Their authenticator app, passkeys and recovery codes stop working, and they are signed out everywhere. Until they set one up again their password is enough: make sure that it is they who ask."
      action="Reset second factor"
      destructive
      onConfirm={async () => {
        await reset.mutateAsync(id);
        toast.success(`The second factor of ${email} is reset`);
      }}
    />
  );
}
