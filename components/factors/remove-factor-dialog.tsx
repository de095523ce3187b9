'use client';

import { useFactorsChanged } from '@/components/query/factors';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toast } from '@/components/ui/toast';

export function RemoveFactorDialog({
  what,
  only,
  open,
  onClose,
  onRemove,
}: {
  /** As in "Remove …?" */
  what: string;
  /** Whether it is the only factor there is: what exists beside it goes too. */
  only: boolean;
  open: boolean;
  onClose: () => void;
  onRemove: () => Promise<unknown>;
}) {
  const changed = useFactorsChanged();
  const codes = only ? ' It is your last second factor: your recovery codes go with it.' : '';
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Remove ${what}?`}
      description={`It is not asked for and not accepted any more, and you are signed out everywhere but here.${codes}`}
      action="Remove"
      destructive
      onConfirm={async () => {
        await onRemove();
        changed();
        toast.success('Removed');
      }}
    />
  );
}
