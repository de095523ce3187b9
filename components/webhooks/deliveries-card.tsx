'use client';

import { Send } from 'lucide-react';
import { useState } from 'react';
import { FilterSelect } from '@/components/audit/filter-select';
import { describeError } from '@/components/query/portal-api-error';
import { useDeliveries, useSendTest } from '@/components/query/webhooks';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { toast } from '@/components/ui/toast';
import type { DeliveryState, WebhookView } from '@/lib/contract/webhooks';
import { DeliveryRow } from './delivery-row';
import { STATE_NAMES } from './delivery-words';
import { WebhooksSkeleton } from './webhooks-skeleton';

/** What was sent to an endpoint and what is to be. */
export function DeliveriesCard({ webhook, mayEdit }: { webhook: WebhookView; mayEdit: boolean }) {
  const [state, setState] = useState<DeliveryState | null>(null);
  const deliveries = useDeliveries(webhook.id, state);
  const sendTest = useSendTest(webhook.id);

  async function test() {
    try {
      await sendTest.mutateAsync();
      toast.success('A test event is on its way');
    } catch (error) {
      toast.error('The test event was not sent', { description: describeError(error).description });
    }
  }

  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Deliveries</CardTitle>
        <CardDescription>What was sent here, and what is to be.</CardDescription>
        {mayEdit && webhook.enabled ? (
          <CardAction>
            <Button variant="outline" size="sm" busy={sendTest.isPending} onClick={test}>
              <Send aria-hidden />
              Send test event
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <div className="px-4 pb-4 sm:px-5">
        <FilterSelect label="State" all="Every state" names={STATE_NAMES} value={state} onChange={setState} />
      </div>
      <div className="border-t">{content()}</div>
    </Card>
  );

  function content() {
    if (deliveries.isPending) return <WebhooksSkeleton label="Loading deliveries" />;
    if (!deliveries.data)
      return (
        <ErrorState
          title="The deliveries could not be loaded"
          {...describeError(deliveries.error)}
          retrying={deliveries.isFetching}
          onRetry={() => deliveries.refetch()}
        />
      );
    const rows = deliveries.data.pages.flatMap((page) => page.deliveries);
    if (rows.length === 0)
      return (
        <EmptyState
          icon={Send}
          title={state ? 'None in this state' : 'Nothing was sent yet'}
          description={
            state
              ? 'Choose another state to see the others.'
              : 'What this webhook listens to appears here as soon as it happens. A test event shows at once whether it arrives.'
          }
        />
      );
    return (
      <>
        <ol aria-label="Deliveries, newest first" className="divide-y">
          {rows.map((delivery) => (
            <DeliveryRow key={delivery.id} webhook={webhook} delivery={delivery} mayEdit={mayEdit} />
          ))}
        </ol>
        {deliveries.hasNextPage ? (
          <div className="flex justify-end border-t px-4 py-2">
            <Button
              variant="outline"
              size="sm"
              busy={deliveries.isFetchingNextPage}
              onClick={() => deliveries.fetchNextPage()}
            >
              Load older
            </Button>
          </div>
        ) : null}
      </>
    );
  }
}
