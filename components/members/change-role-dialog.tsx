'use client';

import { useEffect, useState } from 'react';
import { useChangeMember } from '@/components/query/members';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/contract/members';
import type { Role } from '@/lib/contract/roles';
import { roleChoices } from './role-choices';

export function ChangeRoleDialog({
  member,
  myRole,
  open,
  onClose,
}: {
  member: MemberView;
  myRole: Role;
  open: boolean;
  onClose: () => void;
}) {
  const change = useChangeMember(member.id);
  const [role, setRole] = useState(member.role);
  useEffect(() => {
    if (open) setRole(member.role);
  }, [open, member.role]);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Change the role of ${member.email}?`}
      description="It holds from their next request. They stay signed in; the tokens they were issued are refused, since the old role is in them."
      action="Change role"
      ready={role !== member.role}
      onConfirm={async () => {
        await change.mutateAsync({ role });
        toast.success(`${member.email}: ${role}`);
      }}
    >
      <ChoiceGroup legend="Role" choices={roleChoices(myRole)} value={role} onChange={setRole} />
    </ConfirmDialog>
  );
}
