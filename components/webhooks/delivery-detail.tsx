'use client';

import { describeError } from '@/components/query/portal-api-error';
import { useDelivery, useRedeliver } from '@/components/query/webhooks';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Copyable } from '@/components/ui/copyable';
import { DetailSkeleton } from '@/components/ui/disclosure-row';
import { ErrorState } from '@/components/ui/error-state';
import { exactTime } from '@/components/ui/exact-time';
import { Fact } from '@/components/ui/fact';
import { toast } from '@/components/ui/toast';
import type { DeliveryView, DeliveryDetail as Detail, WebhookView } from '@/lib/contract/webhooks';
import { outcomeWords } from './delivery-words';

/** Every try of a delivery, and what was sent. */
export function DeliveryDetail({
  webhook,
  delivery,
  mayEdit,
}: {
  webhook: WebhookView;
  delivery: DeliveryView;
  mayEdit: boolean;
}) {
  const waiting = delivery.state === 'waiting';
  const detail = useDelivery(webhook.id, delivery.id, waiting);
  const redeliver = useRedeliver(webhook.id);

  async function again() {
    try {
      await redeliver.mutateAsync(delivery.id);
      toast.success('It is sent once more');
    } catch (error) {
      toast.error('It was not sent again', { description: describeError(error).description });
    }
  }

  if (detail.isPending) return <DetailSkeleton />;
  if (!detail.data)
    return (
      <ErrorState
        title="This delivery could not be loaded"
        {...describeError(detail.error)}
        retrying={detail.isFetching}
        onRetry={() => detail.refetch()}
      />
    );
  const { attempts, body, event_id, created_at } = detail.data.delivery;
  return (
    <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:pl-9">
      <dl className="grid gap-x-8">
        <Fact term="Happened">{exactTime(created_at)}</Fact>
        <Fact term="webhook-id">
          <Copyable value={event_id} label="Copy webhook-id" />
        </Fact>
      </dl>
      {attempts.length > 0 ? (
        <ol aria-label="Tries, newest first" className="flex flex-col gap-2">
          {attempts.map((one) => (
            <Try key={one.number} attempt={one} />
          ))}
        </ol>
      ) : null}
      <CodeBlock label="Body" code={body} shown={indented(body)} wrap />
      {mayEdit && !waiting && webhook.enabled ? (
        <Button variant="outline" size="sm" className="self-start" busy={redeliver.isPending} onClick={again}>
          Send again
        </Button>
      ) : null}
    </div>
  );
}

function Try({ attempt }: { attempt: Detail['attempts'][number] }) {
  const { number, at, duration_ms, status, fault, answer } = attempt;
  return (
    <li className="flex min-w-0 flex-col gap-1 rounded-md border bg-card px-3 py-2 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">
          {number}. {outcomeWords(status, fault)}
        </span>
        <span className="text-muted-foreground text-xs tabular-nums">
          {exactTime(at)} · {duration_ms.toLocaleString('en')} ms
        </span>
      </p>
      {answer ? (
        <pre className="max-h-40 overflow-y-auto whitespace-pre-wrap break-all font-mono text-muted-foreground text-xs">
          {answer}
        </pre>
      ) : null}
    </li>
  );
}

const indented = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);
