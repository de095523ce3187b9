'use client';

import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import type { TenantView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { EndTenantTokensZone } from './end-tenant-tokens-zone';
import { PolicyCard } from './policy-card';
import { ResourcesCard } from './resources-card';
import { SecondFactorCard } from './second-factor-card';
import { SsoSection } from './sso/sso-section';
import { TenantCard } from './tenant-card';

export function SettingsSections({ tenant }: { tenant: TenantView }) {
  const { user } = useSession();
  const mayEdit = may(user.role, 'tenant:edit');
  return (
    <>
      {mayEdit ? null : (
        <Alert>Your role ({user.role}) may read these settings. An owner or admin changes them.</Alert>
      )}
      <TenantCard tenant={tenant} />
      <SecondFactorCard tenant={tenant} mayEdit={mayEdit} />
      <PolicyCard tenant={tenant} mayEdit={mayEdit} />
      <ResourcesCard tenant={tenant} mayEdit={mayEdit} />
      {may(user.role, 'sso:read') ? <SsoSection mayEdit={may(user.role, 'sso:edit')} /> : null}
      {mayEdit ? <EndTenantTokensZone tenant={tenant} /> : null}
    </>
  );
}
