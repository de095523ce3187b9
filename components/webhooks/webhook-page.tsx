'use client';

import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useWebhook } from '@/components/query/webhooks';
import { useSession } from '@/components/shell/session-context';
import { SubjectHeader } from '@/components/shell/subject-header';
import { SubjectMissing } from '@/components/shell/subject-missing';
import { Alert } from '@/components/ui/alert';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { exactTime } from '@/components/ui/exact-time';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import { may } from '@/lib/contract/roles';
import type { WebhookView } from '@/lib/contract/webhooks';
import { Address } from './address';
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
  if (answer.error instanceof PortalApiError && answer.error.status === 404)
    return <SubjectMissing what="webhook" />;
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
      <SubjectHeader
        what="webhook"
        title={<Address url={webhook.url} />}
        tabTitle={new URL(webhook.url).host}
        state={<WebhookStateBadge webhook={webhook} />}
        words={webhook.description}
        id={webhook.id}
        idLabel="webhook ID"
      />
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
