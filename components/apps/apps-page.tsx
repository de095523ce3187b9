'use client';

import { AppWindow, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useApps } from '@/components/query/apps';
import { describeError } from '@/components/query/portal-api-error';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { may } from '@/lib/contract/roles';
import { AppRow } from './app-row';
import { AppsSkeleton } from './apps-skeleton';

const CreateAppDialog = lazyDialog(async () => (await import('./create-app-dialog')).CreateAppDialog, isOpen);

export function AppsPage() {
  const router = useRouter();
  const { user } = useSession();
  const apps = useApps();
  // In the URL, so that signing in again opens the form again.
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const mayEdit = may(user.role, 'app:edit');
  const empty = apps.data?.apps.length === 0;
  const createButton = mayEdit ? (
    <Button data-page-create onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Register app
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Apps"
        description="The web apps your people sign in to with their Gooclaim account."
        actions={empty ? null : createButton}
      />
      <Card className="overflow-hidden">{content()}</Card>
      {mayEdit ? (
        <CreateAppDialog
          open={creating}
          onClose={() => setCreating(null)}
          onCreated={(app) => router.push(`/apps/${app.id}`)}
        />
      ) : null}
    </>
  );

  function content() {
    if (apps.isPending) return <AppsSkeleton />;
    if (!apps.data)
      return (
        <ErrorState
          title="The apps could not be loaded"
          {...describeError(apps.error)}
          retrying={apps.isFetching}
          onRetry={() => apps.refetch()}
        />
      );
    if (empty)
      return (
        <EmptyState
          icon={AppWindow}
          title="No apps yet"
          description={
            mayEdit
              ? 'Register a web app with the addresses it lives at. It needs no secret: people sign in here and come back to it.'
              : 'An owner or admin registers the web apps that people sign in to.'
          }
          action={createButton}
        />
      );
    return (
      <ul aria-label="Apps" className="divide-y">
        {apps.data.apps.map((app) => (
          <AppRow key={app.id} app={app} />
        ))}
      </ul>
    );
  }
}
