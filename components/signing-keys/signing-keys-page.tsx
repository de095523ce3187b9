'use client';

import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useSigningKeys } from '@/components/query/signing-keys';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { KEY_STATES } from './key-states';
import { RotateKeyDialog } from './rotate-key-dialog';
import { RotationLine } from './rotation-line';
import { SigningKeysSkeleton } from './signing-keys-skeleton';
import { StateCard } from './state-card';

export function SigningKeysPage() {
  const signingKeys = useSigningKeys();
  const [rotating, setRotating] = useState(false);
  return (
    <>
      <PageHeader
        title="Signing keys"
        description="What tokens are signed with. The public halves are at /.well-known/jwks.json."
        actions={
          signingKeys.data?.may_manage ? (
            <Button onClick={() => setRotating(true)}>
              <RotateCw aria-hidden />
              Rotate
            </Button>
          ) : null
        }
      />
      <div className="flex flex-col gap-5">{content()}</div>
      <RotateKeyDialog
        next={signingKeys.data?.keys.find(({ state }) => state === 'next')}
        open={rotating}
        onClose={() => setRotating(false)}
      />
    </>
  );

  function content() {
    if (signingKeys.isPending) return <SigningKeysSkeleton />;
    if (!signingKeys.data)
      return (
        <Card>
          <ErrorState
            title="The signing keys could not be loaded"
            {...describeError(signingKeys.error)}
            retrying={signingKeys.isFetching}
            onRetry={() => signingKeys.refetch()}
          />
        </Card>
      );
    const view = signingKeys.data;
    return (
      <>
        <RotationLine view={view} />
        {KEY_STATES.map((words) => {
          const keys = view.keys.filter(({ state }) => state === words.state);
          return keys.length > 0 || words.none ? (
            <StateCard key={words.state} words={words} keys={keys} mayManage={view.may_manage} />
          ) : null;
        })}
      </>
    );
  }
}
