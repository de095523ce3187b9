'use client';

import { useState } from 'react';
import { useEndTenantTokens } from '@/components/query/tenant';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import type { TenantView } from '@/lib/contract/portal';

export function EndTenantTokensZone({ tenant }: { tenant: TenantView }) {
  const end = useEndTenantTokens();
  const [asking, setAsking] = useState(false);
  return (
    <Zone
      title="End all tokens of this tenant"
      description={
        <>
          Every token of every client and person issued so far is refused at introspection. Secrets, keys and
          sign-ins go on.
          {tenant.tokens_not_before ? (
            <>
              {' '}
              Last done <RelativeTime value={tenant.tokens_not_before} />.
            </>
          ) : null}
        </>
      }
      danger
      button={
        <Button variant="destructive" onClick={() => setAsking(true)}>
          End all tokens
        </Button>
      }
    >
      <TypedConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`End all tokens of ${tenant.name}?`}
        description="Every caller needs a new token for its next call, all at about the same time. An API that verifies tokens by itself accepts the old ones until they expire."
        action="End all tokens"
        word={tenant.name}
        onConfirm={async () => {
          await end.mutateAsync();
          toast.success(`All tokens of ${tenant.name} are ended`);
        }}
      />
    </Zone>
  );
}
