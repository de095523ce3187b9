'use client';

import { auditSentence } from '@/components/audit/sentence';
import { describeError } from '@/components/query/portal-api-error';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { Fact } from '@/components/ui/fact';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { FailureView } from '@/lib/contract/attention';
import { useClientTab } from './use-client-tab';

/** The newest failure of a client: the true cause, which the caller was not told. */
export function LastErrorCard({
  failure,
  error,
}: {
  /** Null where there is none, undefined while it is not known. */
  failure: FailureView | null | undefined;
  /** Why it could not be loaded. */
  error: unknown;
}) {
  const [, setTab] = useClientTab();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Last error</CardTitle>
        {failure ? (
          <CardAction>
            <Button variant="link" onClick={() => setTab('activity')}>
              All activity
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent>
        {failure ? (
          <Failure failure={failure} />
        ) : failure === null ? (
          <p className="text-muted-foreground text-sm">None of its calls has failed.</p>
        ) : error ? (
          <p className="text-muted-foreground text-sm">{describeError(error).description}</p>
        ) : (
          <Skeleton className="h-5 w-48" />
        )}
      </CardContent>
    </Card>
  );
}

function Failure({ failure }: { failure: FailureView }) {
  return (
    <>
      <p className="mb-2 break-words font-medium text-sm">{auditSentence(failure)}</p>
      <dl>
        <Fact term="When">
          <RelativeTime value={failure.at} />
        </Fact>
        <Fact term="From">
          <code className="break-all font-mono text-xs">{failure.address}</code>
          {failure.user_agent ? (
            <span className="block break-words text-muted-foreground text-xs">{failure.user_agent}</span>
          ) : null}
        </Fact>
        <Fact term="Request">
          <Copyable value={failure.request_id} label="Copy request ID" />
        </Fact>
      </dl>
    </>
  );
}
