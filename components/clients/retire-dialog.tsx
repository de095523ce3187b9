'use client';

import { useRetireSecret } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { toast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-now';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { LastUse } from './last-use';
import { usedRecently } from './switch-advice';
import { tokenLifeWords } from './token-life';

export function RetireDialog({
  client,
  fresh,
  old,
  open,
  onClose,
}: {
  client: ClientView;
  fresh: SecretView;
  old: SecretView;
  open: boolean;
  onClose: () => void;
}) {
  const retire = useRetireSecret(client.client_id);
  const now = useNow() ?? 0;
  const inUse = usedRecently(old, now);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Retire the old secret …${old.hint}?`}
      description={`It is refused from then on, and nothing brings it back. Tokens already issued with it stay valid until they expire, ${tokenLifeWords(client)} after they were issued.`}
      action="Retire old secret"
      dismiss="Keep it for now"
      destructive
      onConfirm={async () => {
        await retire.mutateAsync(old.id);
        toast.success('The old secret is retired', { description: `Only …${fresh.hint} works now.` });
      }}
    >
      {inUse || !fresh.last_use ? (
        <Alert variant="destructive" role="status">
          {inUse ? (
            <>
              <strong className="font-semibold">It is still in use.</strong> <LastUse use={old.last_use} />.
              Whatever runs there will stop getting tokens.
            </>
          ) : (
            'The new secret has never been used. If no caller has it yet, none will get tokens.'
          )}
        </Alert>
      ) : (
        <p className="text-muted-foreground text-sm">
          <LastUse use={old.last_use} />.
        </p>
      )}
    </ConfirmDialog>
  );
}
