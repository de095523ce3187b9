'use client';

import { useState } from 'react';
import { removeTotp, useFactors, useFactorsChanged } from '@/components/query/factors';
import { describeError } from '@/components/query/portal-api-error';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { FactorsView } from '@/lib/contract/factors';
import { FactorRow } from './factor-row';
import { PasskeyRow } from './passkey-row';
import { RecoveryRow } from './recovery-row';

const RecoveryCodesDialog = lazyDialog(
  async () => (await import('./recovery-codes-dialog')).RecoveryCodesDialog,
  ({ codes }) => codes !== null,
);
// Together: what shows the codes once is there before there are any.
const AddFactorDialog = lazyDialog(
  async () => {
    const [{ AddFactorDialog }] = await Promise.all([
      import('./add-factor-dialog'),
      import('./recovery-codes-dialog'),
    ]);
    return AddFactorDialog;
  },
  ({ kind }) => kind !== undefined,
);
const RemoveFactorDialog = lazyDialog(
  async () => (await import('./remove-factor-dialog')).RemoveFactorDialog,
  isOpen,
);

/** What one signs in with beside a password. */
export function FactorsCard() {
  const factors = useFactors();
  const changed = useFactorsChanged();
  const [asking, setAsking] = useState<'totp' | 'passkey' | 'remove-totp'>();
  const [codes, setCodes] = useState<string[] | null>(null);
  const done = () => setAsking(undefined);
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Second factor</CardTitle>
        <CardDescription>
          Asked for after your password, and before what cannot be undone. A passkey signs you in by itself.
        </CardDescription>
      </CardHeader>
      <div className="border-t">{content()}</div>
      <AddFactorDialog
        kind={asking === 'totp' || asking === 'passkey' ? asking : undefined}
        replaces={asking === 'totp' && factors.data?.factors.totp != null}
        onClose={done}
        onAdded={({ recovery_codes }) => {
          done();
          changed();
          setCodes(recovery_codes);
        }}
      />
      <RemoveFactorDialog
        what="your authenticator app"
        only={factors.data?.factors.passkeys.length === 0}
        open={asking === 'remove-totp'}
        onClose={done}
        onRemove={removeTotp}
      />
      <RecoveryCodesDialog codes={codes} onKept={() => setCodes(null)} />
    </Card>
  );

  function content() {
    if (factors.isPending)
      return (
        <CardContent role="status" aria-label="Loading your second factors" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-52 max-w-full" />
          <Skeleton className="h-4 w-72 max-w-full" />
        </CardContent>
      );
    if (!factors.data)
      return (
        <ErrorState
          title="Your second factors could not be loaded"
          {...describeError(factors.error)}
          retrying={factors.isFetching}
          onRetry={() => factors.refetch()}
        />
      );
    return list(factors.data.factors);
  }

  function list({ totp, passkeys, recovery_codes, required }: FactorsView) {
    const count = passkeys.length + (totp ? 1 : 0);
    const last = required && count === 1;
    return (
      <ul aria-label="Your second factors" className="divide-y">
        <FactorRow
          title="Passkeys"
          badge={passkeys.length === 0 ? <Badge>None</Badge> : undefined}
          words="Your fingerprint, face or screen lock, or a security key."
        >
          <Button variant="outline" size="sm" onClick={() => setAsking('passkey')}>
            Add a passkey
          </Button>
        </FactorRow>
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} only={count === 1} last={last} />
        ))}
        <FactorRow
          title="Authenticator app"
          badge={totp ? <Badge variant="ok">On</Badge> : <Badge>Off</Badge>}
          words={
            totp ? (
              <>
                Set up <RelativeTime value={totp.created_at} />
                {last ? '. Your tenant requires a second factor: add another to remove this one.' : ''}
              </>
            ) : (
              'Six digits from an app on your phone.'
            )
          }
        >
          <Button variant="outline" size="sm" onClick={() => setAsking('totp')}>
            {totp ? 'Replace' : 'Set up'}
          </Button>
          {totp && !last ? (
            <Button
              variant="outline"
              size="sm"
              aria-label="Remove the authenticator app"
              onClick={() => setAsking('remove-totp')}
            >
              Remove
            </Button>
          ) : null}
        </FactorRow>
        {count > 0 ? <RecoveryRow left={recovery_codes} onCodes={setCodes} /> : null}
      </ul>
    );
  }
}
