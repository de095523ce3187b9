'use client';

import { useState } from 'react';
import { removePasskey } from '@/components/query/factors';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PasskeyView } from '@/lib/contract/factors';
import { FactorRow } from './factor-row';
import { RemoveFactorDialog } from './remove-factor-dialog';

const RenamePasskeyDialog = lazyDialog(
  async () => (await import('./rename-passkey-dialog')).RenamePasskeyDialog,
  isOpen,
);

/**
 * @param only whether it is the only second factor
 * @param last whether it must stay: the tenant requires a second factor, and this is the only one
 */
export function PasskeyRow({
  passkey: { id, name, created_at, last_used_at, synced },
  only,
  last,
}: {
  passkey: PasskeyView;
  only: boolean;
  last: boolean;
}) {
  const [asking, setAsking] = useState<'rename' | 'remove'>();
  const done = () => setAsking(undefined);
  return (
    <FactorRow
      inset
      title={name}
      badge={synced ? <Badge variant="outline">Synced</Badge> : undefined}
      words={
        <>
          Added <RelativeTime value={created_at} /> ·{' '}
          {last_used_at ? (
            <>
              last used <RelativeTime value={last_used_at} />
            </>
          ) : (
            'not used yet'
          )}
          {last ? '. Your tenant requires a second factor: add another to remove this one.' : ''}
        </>
      }
    >
      <Button variant="outline" size="sm" aria-label={`Rename ${name}`} onClick={() => setAsking('rename')}>
        Rename
      </Button>
      {last ? null : (
        <Button variant="outline" size="sm" aria-label={`Remove ${name}`} onClick={() => setAsking('remove')}>
          Remove
        </Button>
      )}
      <RenamePasskeyDialog id={id} name={name} open={asking === 'rename'} onClose={done} />
      <RemoveFactorDialog
        what={`the passkey “${name}”`}
        only={only}
        open={asking === 'remove'}
        onClose={done}
        onRemove={() => removePasskey(id)}
      />
    </FactorRow>
  );
}
