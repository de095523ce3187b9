'use client';

import { useState } from 'react';
import { useExtendOverlap } from '@/components/query/rotation';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { exactTime } from '@/components/ui/exact-time';
import { toast } from '@/components/ui/toast';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { EXTENSIONS } from '@/lib/contract/rotation-terms';

/** For whoever needs another day to move the last caller. */
export function ExtendDialog({
  client,
  old: current,
  latestEnd,
  open,
  onClose,
}: {
  client: ClientView;
  old: SecretView & { expires_at: string };
  /** 30 days after the rotation. */
  latestEnd: string;
  open: boolean;
  onClose: () => void;
}) {
  const extend = useExtendOverlap(client.client_id);
  const [seconds, setSeconds] = useState<(typeof EXTENSIONS)[number]['seconds']>(86_400);
  // As it was when the dialog opened: the end that somebody agrees to move is the one they have read.
  const [old, setOld] = useState(current);
  if (!open && old !== current) setOld(current);
  const endAfter = (more: number) =>
    Math.min(Date.parse(old.expires_at) + more * 1000, Date.parse(latestEnd));
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Give …${old.hint} more time?`}
      description={`It ends ${exactTime(old.expires_at)}. No old secret lives longer than 30 days after its rotation, here ${exactTime(latestEnd)}.`}
      action="Give it more time"
      dismiss="Leave its end"
      onConfirm={async () => {
        const { client: changed } = await extend.mutateAsync({
          secretId: old.id,
          seconds,
          expires_at: old.expires_at,
        });
        const end = changed.secrets.find(({ id }) => id === old.id)?.expires_at;
        toast.success(`…${old.hint} has more time`, end ? { description: `It ends ${exactTime(end)}.` } : {});
      }}
    >
      <ChoiceGroup
        legend="It then works for another"
        choices={EXTENSIONS.map((choice) => ({
          value: String(choice.seconds),
          label: choice.label,
          description: `Until ${exactTime(endAfter(choice.seconds))}`,
        }))}
        value={String(seconds)}
        onChange={(value) =>
          setSeconds(EXTENSIONS.find((choice) => String(choice.seconds) === value)?.seconds ?? 86_400)
        }
      />
    </ConfirmDialog>
  );
}
