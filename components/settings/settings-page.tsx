'use client';

import { describeError } from '@/components/query/portal-api-error';
import { useTenant } from '@/components/query/tenant';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { may } from '@/lib/contract/roles';
import { EndTenantTokensZone } from './end-tenant-tokens-zone';
import { PolicyCard } from './policy-card';
import { ResourcesCard } from './resources-card';
import { SecondFactorCard } from './second-factor-card';
import { SettingsSkeleton } from './settings-skeleton';
import { SsoSection } from './sso/sso-section';
import { TenantCard } from './tenant-card';

export function SettingsPage() {
  const { user } = useSession();
  const tenant = useTenant();
  const mayEdit = may(user.role, 'tenant:edit');
  return (
    <>
      <PageHeader title="Settings" description="What holds for every client and person of your tenant." />
      <div className="flex max-w-2xl flex-col gap-5">{content()}</div>
    </>
  );

  function content() {
    if (tenant.isPending) return <SettingsSkeleton />;
    if (!tenant.data)
      return (
        <Card>
          <ErrorState
            title="The settings could not be loaded"
            {...describeError(tenant.error)}
            retrying={tenant.isFetching}
            onRetry={() => tenant.refetch()}
          />
        </Card>
      );
    const view = tenant.data.tenant;
    return (
      <>
        {mayEdit ? null : (
          <Alert>Your role ({user.role}) may read these settings. An owner or admin changes them.</Alert>
        )}
        <TenantCard tenant={view} />
        <SecondFactorCard tenant={view} mayEdit={mayEdit} />
        <PolicyCard tenant={view} mayEdit={mayEdit} />
        <ResourcesCard tenant={view} mayEdit={mayEdit} />
        {may(user.role, 'sso:read') ? <SsoSection mayEdit={may(user.role, 'sso:edit')} /> : null}
        {mayEdit ? <EndTenantTokensZone tenant={view} /> : null}
      </>
    );
  }
}
