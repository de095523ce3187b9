'use client';

import { AuditDetail } from '@/components/audit/audit-detail';
import { auditSentence } from '@/components/audit/sentence';
import { auditTone } from '@/components/audit/tone';
import { useRequestEvents } from '@/components/query/audit';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status-dot';
import { TextLink } from '@/components/ui/text-link';
import type { ErrorCode } from '@/lib/contract/error-codes';

/** What truly happened to a request: its caller was told less. @param told the code in the answer that was pasted */
export function RequestLookup({ requestId, told }: { requestId: string; told?: ErrorCode }) {
  return (
    <Card className="min-w-0 overflow-hidden">
      <h2 className="px-4 pt-4 pb-2 font-semibold text-base">What happened</h2>
      <Answer requestId={requestId} />
      {told ? (
        <p className="border-t px-4 py-2.5 text-sm">
          The caller was told <code className="font-mono text-xs">{told}</code>:{' '}
          <TextLink href={`/docs/errors#${told}`}>what it means, and what mends it</TextLink>
        </p>
      ) : null}
    </Card>
  );
}

function Answer({ requestId }: { requestId: string }) {
  const request = useRequestEvents(requestId);
  if (request.isPending)
    return (
      <div role="status" aria-label="Looking the request up" className="flex flex-col gap-2 px-4 pb-4">
        <Skeleton className="h-5 w-72 max-w-full" />
        <Skeleton className="h-40" />
      </div>
    );
  if (!request.data) {
    if (request.error instanceof PortalApiError && request.error.status === 404) return <NotThere />;
    return (
      <ErrorState
        title="The request could not be looked up"
        {...describeError(request.error)}
        retrying={request.isFetching}
        onRetry={() => request.refetch()}
      />
    );
  }
  return (
    <>
      <ol aria-label="What was recorded of the request" className="divide-y">
        {request.data.events.map((event) => (
          <li key={event.id}>
            <p className="flex items-start gap-3 px-4 pb-1 font-medium text-sm">
              <StatusDot tone={auditTone(event)} className="mt-1.5" />
              {auditSentence(event)}
            </p>
            <AuditDetail event={event} />
          </li>
        ))}
      </ol>
      <p className="border-t px-4 py-2.5 text-sm">
        <TextLink href={`/audit?request=${encodeURIComponent(requestId)}`}>Show it in the audit log</TextLink>
      </p>
    </>
  );
}

/** The same words for every ID that leads to nothing, another tenant's included. */
function NotThere() {
  return (
    <div role="status" className="flex flex-col gap-2 px-4 pb-4 text-sm">
      <p className="font-medium">Your tenant has no record of this request.</p>
      <p className="text-muted-foreground">
        It may be another tenant’s, have used a client ID that does not exist, or be older than the audit log.
        Answers of 400 name their cause themselves, and introspections that went well are not recorded.
      </p>
    </div>
  );
}
