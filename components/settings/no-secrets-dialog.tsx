'use client';

import { useClientList } from '@/components/query/client-list';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';

export function NoSecretsDialog({
  open,
  onClose,
  onConfirm,
}: {
  open: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}) {
  const withSecret = useClientList({ status: 'with_secret' }, { enabled: open });
  const secretOnly = useClientList({ status: 'secret_only' }, { enabled: open });
  const live = withSecret.data?.matching;
  const stopping = secretOnly.data?.matching;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Allow no shared secrets?"
      description="Every secret of this tenant is refused from then on, and none can be made. Switching back lets those still live work again."
      action="Allow no secrets"
      dismiss="Keep secrets"
      destructive
      ready={!withSecret.isPending && !secretOnly.isPending}
      onConfirm={onConfirm}
    >
      {live && stopping !== undefined ? (
        <Alert variant="destructive" role="status">
          <strong className="font-semibold">{liveWords(live)}</strong> {stopWords(live, stopping)}
        </Alert>
      ) : null}
      {withSecret.isError || secretOnly.isError ? (
        <Alert variant="soon">How many clients still have a live secret could not be found out.</Alert>
      ) : null}
    </ConfirmDialog>
  );
}

const liveWords = (count: number): string =>
  count === 1 ? '1 client still has a live secret.' : `${count} clients still have a live secret.`;

function stopWords(all: number, stopping: number): string {
  if (stopping === 0) return 'Each has a key to go on with.';
  if (all === 1) return 'It has no key, and stops getting tokens at once.';
  if (stopping === all) return 'None of them has a key: they stop getting tokens at once.';
  return stopping === 1
    ? 'One of them has no key, and stops getting tokens at once.'
    : `${stopping} of them have no key, and stop getting tokens at once.`;
}
