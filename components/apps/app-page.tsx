'use client';

import { useApp } from '@/components/query/apps';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { sessionWords } from '@/components/sessions/session-words';
import { useSession } from '@/components/shell/session-context';
import { SubjectHeader } from '@/components/shell/subject-header';
import { SubjectMissing } from '@/components/shell/subject-missing';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import { may } from '@/lib/contract/roles';
import { AppActivity } from './app-activity';
import { AppStatusBadge } from './app-status-badge';
import { AppsSkeleton } from './apps-skeleton';
import { ConnectAppCard } from './connect-app-card';
import { DeleteAppZone } from './delete-app-zone';
import { DisableAppZone } from './disable-app-zone';

/** Its rules are the contract's, which what is shown of an app does without. */
const EditAppCard = lazyPart(
  async () => (await import('./edit-app-card')).EditAppCard,
  () => <Skeleton className="h-[28rem]" />,
);

export function AppPage({ appId, issuer }: { appId: string; issuer: string }) {
  const { user } = useSession();
  const app = useApp(appId);
  if (app.error instanceof PortalApiError && app.error.status === 404) return <SubjectMissing what="app" />;
  if (app.isPending)
    return (
      <Card>
        <AppsSkeleton />
      </Card>
    );
  if (!app.data)
    return (
      <Card>
        <ErrorState
          heading="h1"
          title="This app could not be loaded"
          {...describeError(app.error)}
          retrying={app.isFetching}
          onRetry={() => app.refetch()}
        />
      </Card>
    );
  const mayEdit = may(user.role, 'app:edit');
  return (
    <>
      <SubjectHeader
        what="app"
        title={app.data.app.name}
        tabTitle={app.data.app.name}
        state={
          <>
            <AppStatusBadge status={app.data.app.status} />
            <span className="text-muted-foreground text-sm">{sessionWords(app.data.app.sessions)}</span>
          </>
        }
        id={app.data.app.id}
        idLabel="client ID"
      />
      <div className="flex flex-col gap-6">
        <EditAppCard app={app.data.app} mayEdit={mayEdit} />
        <ConnectAppCard app={app.data.app} issuer={issuer} />
        <AppActivity app={app.data.app} />
        {mayEdit ? (
          <section aria-label="Danger zone" className="flex flex-col gap-4">
            <DisableAppZone app={app.data.app} />
            <DeleteAppZone app={app.data.app} />
          </section>
        ) : null}
      </div>
    </>
  );
}
