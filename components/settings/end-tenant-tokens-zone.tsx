'use client';

import { useState } from 'react';
import { useEndTenantTokens } from '@/components/query/tenant';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import type { TenantView } from '@/lib/contract/portal';

export function EndTenantTokensZone({ tenant }: { tenant: TenantView }) {
  const end = useEndTenantTokens();
  const [asking, setAsking] = useState(false);
  return (
    <Card className="border-overdue-mark">
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">End all tokens of this tenant</h2>
          <p className="text-muted-foreground text-sm">
            Every token of every client and person issued so far is refused at introspection. Secrets, keys
            and sign-ins go on.
            {tenant.tokens_not_before ? (
              <>
                {' '}
                Last done <RelativeTime value={tenant.tokens_not_before} />.
              </>
            ) : null}
          </p>
        </div>
        <Button variant="destructive" onClick={() => setAsking(true)}>
          End all tokens
        </Button>
      </CardContent>
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
    </Card>
  );
}
