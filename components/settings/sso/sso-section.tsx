'use client';

import { useEffect, useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useRemoveSso, useSso } from '@/components/query/sso';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { DomainsCard } from './domains-card';
import { RecentRefusals } from './recent-refusals';
import { SsoConnectionCard } from './sso-connection-card';
import { SsoTrialCard } from './sso-trial-card';

/** Owners set it up; admins see how it is. */
export function SsoSection({ mayEdit }: { mayEdit: boolean }) {
  const query = useSso();
  const loaded = query.data !== undefined;
  useEffect(() => {
    // Back from a sign-in on trial: the page was not there yet when the browser looked for the place.
    if (loaded) document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [loaded]);

  return (
    <section aria-label="Single sign-on" className="flex flex-col gap-5">
      {content()}
    </section>
  );

  function content() {
    if (query.isPending)
      return (
        <Card role="status" aria-label="Loading single sign-on" className="flex flex-col gap-4 p-5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </Card>
      );
    if (!query.data)
      return (
        <Card>
          <ErrorState
            title="Single sign-on could not be loaded"
            {...describeError(query.error)}
            retrying={query.isFetching}
            onRetry={() => query.refetch()}
          />
        </Card>
      );
    const { sso } = query.data;
    return (
      <>
        <SsoConnectionCard sso={sso} mayEdit={mayEdit} />
        {mayEdit && sso.connection ? <SsoTrialCard connection={sso.connection} /> : null}
        {sso.connection ? <RecentRefusals /> : null}
        <DomainsCard domains={sso.domains} mayEdit={mayEdit} />
        {mayEdit && sso.connection ? <RemoveZone people={sso.connection.people} /> : null}
      </>
    );
  }
}

function RemoveZone({ people }: { people: number }) {
  const remove = useRemoveSso();
  const [asking, setAsking] = useState(false);
  return (
    <Card>
      <CardContent className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-medium text-sm">Remove single sign-on</h2>
          <p className="max-w-prose text-muted-foreground text-xs">
            The provider, its secret and who is linked to it are forgotten. Domains stay.
          </p>
        </div>
        <Button variant="destructive" onClick={() => setAsking(true)}>
          Remove
        </Button>
      </CardContent>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Remove single sign-on?"
        description={`${people === 1 ? '1 person is' : `${people} people are`} linked to the provider. Without it they need a password: “Forgot your password?” mails a link to one.`}
        action="Remove single sign-on"
        destructive
        onConfirm={async () => {
          await remove.mutateAsync();
          toast.success('Single sign-on is removed');
        }}
      />
    </Card>
  );
}
