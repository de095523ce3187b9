'use client';

import { KeyRound, SearchCheck } from 'lucide-react';
import { describeError } from '@/components/query/portal-api-error';
import { useSecretsBoard } from '@/components/query/secrets-board';
import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import { BOARD_FILTERS, type BoardFilter } from '@/lib/contract/board-filters';
import { may } from '@/lib/contract/roles';
import type { BoardSecret, BoardView } from '@/lib/contract/secrets-board';
import { BoardCounts } from './board-counts';
import { BoardList } from './board-list';
import { useBoardState } from './board-state';
import { SecretsSkeleton } from './secrets-skeleton';

export function SecretsBoard({ onRotate }: { onRotate: (secret: BoardSecret) => void }) {
  const { user } = useSession();
  const [{ filter, after }, setState] = useBoardState();
  const board = useSecretsBoard({ filter, after: after ?? undefined });
  const choose = (wanted: BoardFilter) => setState({ filter: wanted, after: null });

  if (board.isPending) return <SecretsSkeleton />;
  if (!board.data)
    return (
      <Card>
        <ErrorState
          title="The secrets could not be loaded"
          {...describeError(board.error)}
          retrying={board.isFetching}
          onRetry={() => (after ? setState({ after: null }) : board.refetch())}
        />
      </Card>
    );
  const { secrets, counts, next, max_age_days, secrets_allowed } = board.data;
  return (
    <>
      {secrets_allowed ? null : (
        <Alert className="mb-4">
          Your tenant allows no shared secrets: all of these are refused, and none is due.
        </Alert>
      )}
      <BoardCounts counts={counts} filter={filter} onFilter={choose} />
      <Card className="overflow-hidden">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b p-3">
          <Select
            aria-label="Filter"
            className="h-8 sm:w-48"
            value={filter}
            onChange={(value) => choose(value as BoardFilter)}
            options={BOARD_FILTERS.map(({ value, label }) => [value, label])}
          />
          <Policy maxAgeDays={max_age_days} mayEdit={may(user.role, 'tenant:edit')} />
        </div>
        {secrets.length === 0 ? (
          <Nothing filter={filter} counts={counts} onAll={() => choose('all')} />
        ) : (
          <BoardList
            secrets={secrets}
            maxAgeDays={max_age_days}
            onRotate={may(user.role, 'secret:rotate') && secrets_allowed ? onRotate : undefined}
          />
        )}
        <div className="flex min-h-11 items-center justify-between gap-3 border-t px-4 py-2 text-muted-foreground text-xs">
          <p role="status">
            {secrets.length} shown of {counts.live.toLocaleString('en')} live{' '}
            {counts.live === 1 ? 'secret' : 'secrets'}
          </p>
          {after || next ? (
            <nav aria-label="Pages" className="flex gap-2">
              <Button variant="outline" size="sm" disabled={!after} onClick={() => setState({ after: null })}>
                First page
              </Button>
              <Button variant="outline" size="sm" disabled={!next} onClick={() => setState({ after: next })}>
                Next
              </Button>
            </nav>
          ) : null}
        </div>
      </Card>
    </>
  );
}

function Policy({ maxAgeDays, mayEdit }: { maxAgeDays: number | null; mayEdit: boolean }) {
  return (
    <p className="text-muted-foreground text-xs">
      {maxAgeDays === null
        ? 'No maximum age is set: nothing is ever due.'
        : `Replaced within ${maxAgeDays} days. No secret ends by its age.`}{' '}
      {mayEdit ? <TextLink href="/settings">Change</TextLink> : null}
    </p>
  );
}

function Nothing({
  filter,
  counts,
  onAll,
}: {
  filter: BoardFilter;
  counts: BoardView['counts'];
  onAll: () => void;
}) {
  if (filter === 'all' && counts.live === 0)
    return (
      <EmptyState
        icon={KeyRound}
        title="No secret is live"
        description="Secrets come with clients: create one, and its secret is watched here until it is replaced."
        action={
          <Button asChild variant="outline" size="sm">
            <TextLink href="/clients?create=true">Create a client</TextLink>
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon={SearchCheck}
      title="Nothing here"
      description="No live secret is in this state."
      action={
        <Button variant="outline" size="sm" onClick={onAll}>
          Show all secrets
        </Button>
      }
    />
  );
}
