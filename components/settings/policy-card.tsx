'use client';

import { useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useUpdateTenant } from '@/components/query/tenant';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group';
import { SwitchField } from '@/components/ui/switch-field';
import { toast } from '@/components/ui/toast';
import type { TenantView, UpdateTenant } from '@/lib/contract/portal';
import { KEPT_OVERLAPS } from '@/lib/contract/rotation-terms';
import { MaxAgeField } from './max-age-field';
import { NoSecretsDialog } from './no-secrets-dialog';
import { OverlapSelect } from './overlap-select';

const LEAK_ACTIONS: Choice<TenantView['leaked_secret_action']>[] = [
  {
    value: 'flag',
    label: 'Flag it',
    description: 'It goes on working, and its client says that it must be rotated.',
  },
  {
    value: 'retire',
    label: 'Flag and retire it',
    description:
      'It is refused at once, and so are its tokens. Whatever uses it stops until it has a new one.',
  },
];

/** Each choice is saved as it is made. */
export function PolicyCard({ tenant, mayEdit }: { tenant: TenantView; mayEdit: boolean }) {
  const update = useUpdateTenant();
  const [asking, setAsking] = useState(false);
  // What is being saved already shows; a refusal brings the old state back.
  const shown = update.isPending ? { ...tenant, ...update.variables } : tenant;

  function save(change: UpdateTenant) {
    update.mutate(change, { onSuccess: () => toast.success('Saved') });
  }

  return (
    <Card>
      <CardHeader>
        <CardTitle>Secrets</CardTitle>
        <CardDescription>How clients of this tenant may prove who they are.</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {update.error ? <Alert variant="destructive">{describeError(update.error).description}</Alert> : null}
        <SwitchField
          label="No shared secrets"
          hint="Clients authenticate by private_key_jwt only. Live secrets are refused at once."
          checked={!shown.secrets_allowed}
          disabled={!mayEdit}
          onChange={(none) => (none ? setAsking(true) : save({ secrets_allowed: true }))}
        />
        <SwitchField
          label="Clients may rotate their own secret"
          hint="By POST /v1/auth/clients/self/secret, with the secret that is to be replaced."
          checked={shown.self_rotation}
          disabled={!mayEdit}
          onChange={(self_rotation) => save({ self_rotation })}
        />
        {shown.self_rotation ? (
          <OverlapSelect
            label="The old secret then works for another"
            value={shown.secret_overlap_seconds}
            disabled={!mayEdit}
            onChange={(secret_overlap_seconds) => save({ secret_overlap_seconds })}
          />
        ) : null}
        <MaxAgeField
          key={tenant.secret_max_age_days}
          value={shown.secret_max_age_days}
          disabled={!mayEdit}
          onChange={(secret_max_age_days) => save({ secret_max_age_days })}
        />
        <OverlapSelect
          label="In the portal, offer an overlap of"
          from={KEPT_OVERLAPS[0]}
          value={shown.rotation_overlap_seconds}
          disabled={!mayEdit}
          onChange={(seconds) =>
            save({ rotation_overlap_seconds: KEPT_OVERLAPS.find((kept) => kept === seconds) })
          }
        />
        <ChoiceGroup
          legend="When a secret is reported leaked"
          choices={LEAK_ACTIONS}
          value={shown.leaked_secret_action}
          disabled={!mayEdit}
          onChange={(leaked_secret_action) => save({ leaked_secret_action })}
        />
      </CardContent>
      <NoSecretsDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => update.mutateAsync({ secrets_allowed: false })}
      />
    </Card>
  );
}
