'use client';

import { useEndMemberTokens } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { signOut } from '@/components/shell/sign-out';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';

export function EndMemberTokensDialog({
  member,
  me,
  open,
  onClose,
}: {
  member: MemberView;
  me: SessionView['user'];
  open: boolean;
  onClose: () => void;
}) {
  const end = useEndMemberTokens(me.id);
  const myself = member.id === me.id;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={myself ? 'End all your sessions and tokens?' : `End the sessions and tokens of ${member.email}?`}
      description={
        myself
          ? 'You are signed out everywhere, here too, and every token you were issued is refused. You can sign in again.'
          : 'They are signed out everywhere, and every token they were issued is refused. They can sign in again.'
      }
      action={myself ? 'End them and sign out' : 'End sessions and tokens'}
      destructive
      onConfirm={async () => {
        await end.mutateAsync(member.id);
        if (myself) await signOut();
        else toast.success(`Sessions and tokens of ${member.email} are ended`);
      }}
    />
  );
}
