'use client';

import { useState } from 'react';
import { useResendInvitation, useWithdrawInvitation } from '@/components/query/members';
import { describeError } from '@/components/query/portal-api-error';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-now';
import type { InvitationView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import type { OnLink } from './delivered-link';
import { mayManage } from './member-reasons';

export function InvitationRow({
  invitation: { id, email, role, created_by, expires_at },
  me,
  onLink,
}: {
  invitation: InvitationView;
  me: SessionView['user'];
  onLink: OnLink;
}) {
  const resend = useResendInvitation();
  const withdraw = useWithdrawInvitation();
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const expired = now !== null && Date.parse(expires_at) <= now;

  async function sendAgain() {
    try {
      const { delivery } = await resend.mutateAsync(id);
      onLink({ kind: 'invitation', email, delivery });
    } catch (error) {
      toast.error('Not sent', { description: describeError(error).description });
    }
  }

  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-all font-medium">{email}</span>
          <Badge className="capitalize">{role}</Badge>
          {expired ? <Badge variant="soon">Expired</Badge> : null}
        </p>
        <p className="break-words text-muted-foreground text-xs">
          Invited by {created_by} · {expired ? 'its link expired' : 'its link expires'}{' '}
          <RelativeTime value={expires_at} />
        </p>
      </div>
      {mayManage(me, role) ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="outline"
            size="sm"
            busy={resend.isPending}
            aria-label={`Send the invitation of ${email} again`}
            onClick={sendAgain}
          >
            Send again
          </Button>
          <Button
            variant="outline"
            size="sm"
            aria-label={`Withdraw the invitation of ${email}`}
            onClick={() => setAsking(true)}
          >
            Withdraw
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Withdraw the invitation of ${email}?`}
        description="Its link stops working at once. You can invite the address again."
        action="Withdraw"
        dismiss="Keep it"
        destructive
        onConfirm={async () => {
          await withdraw.mutateAsync(id);
          toast.success(`The invitation of ${email} is withdrawn`);
        }}
      />
    </li>
  );
}
