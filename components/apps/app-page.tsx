'use client';

import { ChevronLeft, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { useApp } from '@/components/query/apps';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { sessionWords } from '@/components/sessions/session-words';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import type { AppView } from '@/lib/contract/apps';
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
  const name = app.data?.app.name;
  useEffect(() => {
    // Known only here: the server renders this page without having loaded the app.
    if (name) document.title = `${name} · Gooclaim Auth`;
  }, [name]);
  if (app.error instanceof PortalApiError && app.error.status === 404) return <AppMissing />;
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
      <AppHeader app={app.data.app} />
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

function AppHeader({ app }: { app: AppView }) {
  return (
    <header className="mb-4 flex flex-col gap-2">
      <Link
        href="/apps"
        className="-ml-1 inline-flex items-center gap-0.5 self-start rounded-md pr-1 text-muted-foreground text-sm hover:text-foreground"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Apps
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{app.name}</h1>
        <AppStatusBadge status={app.status} />
        <span className="text-muted-foreground text-sm">{sessionWords(app.sessions)}</span>
      </div>
      <Copyable value={app.id} label="Copy client ID" className="self-start text-muted-foreground" />
    </header>
  );
}

function AppMissing() {
  return (
    <Card>
      <EmptyState
        heading="h1"
        icon={SearchX}
        title="This app does not exist (any more)"
        description="The address may be cut short, or the app belongs to somewhere else."
        action={
          <Button asChild variant="outline">
            <Link href="/apps">Back to apps</Link>
          </Button>
        }
      />
    </Card>
  );
}
