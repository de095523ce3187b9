'use client';

import { useEffect } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useTenant } from '@/components/query/tenant';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { SettingsSkeleton } from './settings-skeleton';

const SettingsSections = lazyPart(
  async () => (await import('./settings-sections')).SettingsSections,
  SettingsSkeleton,
);

export function SettingsPage() {
  // Beside the data, without which there is nothing to show.
  useEffect(SettingsSections.preload, []);
  const tenant = useTenant();
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
    return <SettingsSections tenant={tenant.data.tenant} />;
  }
}
