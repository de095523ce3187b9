'use client';

import { toast } from 'sonner';
import { useFactorsChanged } from '@/components/query/factors';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';

export function RemoveFactorDialog({
  what,
  open,
  onClose,
  onRemove,
}: {
  /** As in "Remove …?" */
  what: string;
  open: boolean;
  onClose: () => void;
  onRemove: () => Promise<unknown>;
}) {
  const changed = useFactorsChanged();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Remove ${what}?`}
      description="It is not asked for and not accepted any more, and you are signed out everywhere but here. With your last second factor go your recovery codes."
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
