'use client';

import { useState } from 'react';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useUpdateTenant } from '@/components/query/tenant';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { SwitchField } from '@/components/ui/switch-field';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import type { TenantView } from '@/lib/contract/portal';

export function SecondFactorCard({ tenant, mayEdit }: { tenant: TenantView; mayEdit: boolean }) {
  const update = useUpdateTenant();
  const [asking, setAsking] = useState(false);
  const required = tenant.second_factor_required;
  const refusal = update.error;
  const none = refusal instanceof PortalApiError && 'second_factor_required' in refusal.fields;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Signing in</CardTitle>
        <CardDescription>How the people of this tenant prove who they are.</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {refusal ? (
          <Alert variant="destructive">
            {describeError(refusal).description}{' '}
            {none ? <TextLink href="/account">Set one up</TextLink> : null}
          </Alert>
        ) : null}
        <SwitchField
          label="Require a second factor"
          hint="Whoever signs in with a password also proves an authenticator app or a passkey. A passkey alone is enough."
          checked={required}
          disabled={!mayEdit || update.isPending}
          onChange={() => setAsking(true)}
        />
      </CardContent>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={required ? 'Stop requiring a second factor?' : 'Require a second factor?'}
        description={
          required
            ? 'People may remove theirs, and a password is then enough to sign in. Those they have go on being asked for.'
            : 'Whoever has none is asked to set one up at their next click, also where they are signed in now. Machine clients are not concerned.'
        }
        action={required ? 'Stop requiring it' : 'Require it'}
        destructive={required}
        onConfirm={async () => {
          // A refusal is told on the card, where the way on can be offered.
          await update.mutateAsync({ second_factor_required: !required }).then(
            () => toast.success('Saved'),
            () => undefined,
          );
        }}
      />
    </Card>
  );
}
