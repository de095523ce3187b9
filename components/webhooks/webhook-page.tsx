'use client';

import { ChevronLeft, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useWebhook } from '@/components/query/webhooks';
import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { exactTime } from '@/components/ui/exact-time';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import { may } from '@/lib/contract/roles';
import type { WebhookView } from '@/lib/contract/webhooks';
import { DeleteWebhookZone } from './delete-webhook-zone';
import { DeliveriesCard } from './deliveries-card';
import { SecretCard } from './secret-card';
import { SwitchWebhookZone } from './switch-webhook-zone';
import { WebhookStateBadge } from './webhook-state-badge';
import { WebhooksSkeleton } from './webhooks-skeleton';

/** Its rules are the contract's, which what is shown of a webhook does without. */
const EditWebhookCard = lazyPart(
  async () => (await import('./edit-webhook-card')).EditWebhookCard,
  () => <Skeleton className="h-[34rem]" />,
);

export function WebhookPage({ webhookId }: { webhookId: string }) {
  const { user } = useSession();
  const answer = useWebhook(webhookId);
  const host = answer.data ? new URL(answer.data.webhook.url).host : undefined;
  useEffect(() => {
    // Known only here: the server renders this page without having loaded the webhook.
    if (host) document.title = `${host} · Gooclaim Auth`;
  }, [host]);
  if (answer.error instanceof PortalApiError && answer.error.status === 404) return <WebhookMissing />;
  if (answer.isPending)
    return (
      <Card>
        <WebhooksSkeleton label="Loading the webhook" />
      </Card>
    );
  if (!answer.data)
    return (
      <Card>
        <ErrorState
          heading="h1"
          title="This webhook could not be loaded"
          {...describeError(answer.error)}
          retrying={answer.isFetching}
          onRetry={() => answer.refetch()}
        />
      </Card>
    );
  const { webhook } = answer.data;
  const mayEdit = may(user.role, 'webhook:edit');
  return (
    <>
      <WebhookHeader webhook={webhook} />
      <div className="flex flex-col gap-6">
        <Trouble webhook={webhook} />
        <DeliveriesCard webhook={webhook} mayEdit={mayEdit} />
        <SecretCard webhook={webhook} mayEdit={mayEdit} />
        <EditWebhookCard webhook={webhook} mayEdit={mayEdit} />
        {mayEdit ? (
          <section aria-label="Danger zone" className="flex flex-col gap-4">
            <SwitchWebhookZone webhook={webhook} />
            <DeleteWebhookZone webhook={webhook} />
          </section>
        ) : null}
      </div>
    </>
  );
}

function WebhookHeader({ webhook }: { webhook: WebhookView }) {
  return (
    <header className="mb-4 flex flex-col gap-2">
      <Link
        href="/webhooks"
        className="-ml-1 inline-flex items-center gap-0.5 self-start rounded-md pr-1 text-muted-foreground text-sm hover:text-foreground"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Webhooks
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 break-all font-semibold text-xl tracking-tight">{webhook.url}</h1>
        <WebhookStateBadge webhook={webhook} />
      </div>
      {webhook.description ? (
        <p className="break-words text-muted-foreground text-sm">{webhook.description}</p>
      ) : null}
      <Copyable value={webhook.id} label="Copy webhook ID" className="self-start text-muted-foreground" />
    </header>
  );
}

/** What somebody should do something about. */
function Trouble({ webhook }: { webhook: WebhookView }) {
  if (!webhook.enabled && webhook.disabled_reason)
    return (
      <Alert variant="destructive">
        {webhook.disabled_reason === 'gone'
          ? 'The address answered 410: gone for good. The service has switched this webhook off.'
          : 'For five days nothing reached this address. The service has switched this webhook off.'}{' '}
        Put the receiver right, switch it on below, and send again what you need.
      </Alert>
    );
  if (webhook.enabled && webhook.failing_since)
    return (
      <Alert variant="soon">
        Every try has failed since {exactTime(webhook.failing_since)}. After five days without one success
        this webhook is switched off.
      </Alert>
    );
  return null;
}

function WebhookMissing() {
  return (
    <Card>
      <EmptyState
        heading="h1"
        icon={SearchX}
        title="This webhook does not exist (any more)"
        description="The address may be cut short, or the webhook belongs to somewhere else."
        action={
          <Button asChild variant="outline">
            <Link href="/webhooks">Back to webhooks</Link>
          </Button>
        }
      />
    </Card>
  );
}
