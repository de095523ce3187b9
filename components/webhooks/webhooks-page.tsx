'use client';

import { Plus, Webhook } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { describeError } from '@/components/query/portal-api-error';
import { useWebhooks } from '@/components/query/webhooks';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/contract/roles';
import { WebhookRow } from './webhook-row';
import { WebhooksSkeleton } from './webhooks-skeleton';

const WebhookCreation = lazyDialog(async () => (await import('./webhook-creation')).WebhookCreation, isOpen);

export function WebhooksPage() {
  const { user } = useSession();
  const webhooks = useWebhooks();
  // In the URL, so that signing in again opens the form again.
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const mayEdit = may(user.role, 'webhook:edit');
  const empty = webhooks.data?.webhooks.length === 0;
  const createButton = mayEdit ? (
    <Button data-page-create onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Add webhook
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Webhooks"
        description={
          <>
            Your own systems are told what happens here, signed and as often as it takes.{' '}
            <TextLink href="/docs/webhooks">How to receive them</TextLink>
          </>
        }
        actions={empty ? null : createButton}
      />
      <Card className="overflow-hidden">{content()}</Card>
      {mayEdit ? <WebhookCreation open={creating} onClose={() => setCreating(null)} /> : null}
    </>
  );

  function content() {
    if (webhooks.isPending) return <WebhooksSkeleton />;
    if (!webhooks.data)
      return (
        <ErrorState
          title="The webhooks could not be loaded"
          {...describeError(webhooks.error)}
          retrying={webhooks.isFetching}
          onRetry={() => webhooks.refetch()}
        />
      );
    if (empty)
      return (
        <EmptyState
          icon={Webhook}
          title="No webhooks yet"
          description={
            mayEdit
              ? 'Add the https address of a system of yours: it is told when a secret is due, rotated or exposed, a client is switched off or runs into its limit, and a signing key changes.'
              : 'An owner or admin adds the addresses that are told what happens here.'
          }
          action={createButton}
        />
      );
    return (
      <ul aria-label="Webhooks" className="divide-y">
        {webhooks.data.webhooks.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} />
        ))}
      </ul>
    );
  }
}
