'use client';

import { useUnlinkMember } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/contract/members';

export function UnlinkDialog({
  member,
  open,
  onClose,
}: {
  member: MemberView;
  open: boolean;
  onClose: () => void;
}) {
  const unlink = useUnlinkMember();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Unlink ${member.email} from single sign-on?`}
      description="Do this when your provider has made the person anew. Whoever signs in there next with this address becomes them: be sure who has it."
      action="Unlink"
      onConfirm={async () => {
        await unlink.mutateAsync(member.id);
        toast.success(`${member.email} is unlinked`);
      }}
    />
  );
}
