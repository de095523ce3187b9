'use client';

import { exposureWords } from '@/components/clients/exposure-words';
import { Badge } from '@/components/ui/badge';
import { countdown } from '@/components/ui/duration';
import { exactTime } from '@/components/ui/exact-time';
import { useNow } from '@/components/ui/use-now';
import { dueState } from '@/lib/contract/secret-policy';
import type { BoardSecret } from '@/lib/contract/secrets-board';

/** What is to be done about a secret and by when. */
export function DueBadge({ secret, maxAgeDays }: { secret: BoardSecret; maxAgeDays: number | null }) {
  const now = useNow();
  if (now === null) return null;
  const { due_at, expires_at, client } = secret;
  if (expires_at) {
    return (
      <Badge variant="primary" title={`It ends ${exactTime(expires_at)}.`}>
        Ends in {countdown(Date.parse(expires_at) - now)}
      </Badge>
    );
  }
  // Nothing is due while nothing can be used.
  if (!due_at || client.status === 'disabled') return <span className="text-muted-foreground">—</span>;
  const state = dueState(Date.parse(secret.created_at), maxAgeDays, now);
  const title = `Due ${exactTime(due_at)}. It goes on working until somebody rotates it.`;
  const days = Math.floor(Math.abs(Date.parse(due_at) - now) / 86_400_000);
  if (state === 'overdue')
    return (
      <Badge variant="overdue" title={title}>
        Overdue{days > 0 ? ` by ${days} d` : ''}
      </Badge>
    );
  if (state === 'due')
    return (
      <Badge variant="overdue" title={title}>
        Due within a day
      </Badge>
    );
  const inDays = `In ${days} d`;
  if (state === 'soon')
    return (
      <Badge variant="soon" title={title}>
        {inDays}
      </Badge>
    );
  return (
    <span className="whitespace-nowrap" title={title}>
      {inDays}
    </span>
  );
}

/** What stands beside the hint: which of two it is, and whether others have seen it. */
export function SecretMarks({ secret }: { secret: BoardSecret }) {
  return (
    <>
      {secret.rotating ? (
        <Badge variant={secret.state === 'old' ? 'soon' : 'primary'}>
          {secret.state === 'old' ? 'Old' : 'New'}
        </Badge>
      ) : null}
      {secret.exposed_at ? (
        <Badge variant="overdue" title={`It ${exposureWords(secret)}.`}>
          Exposed
        </Badge>
      ) : null}
      {secret.client.status === 'disabled' ? <Badge variant="outline">Disabled</Badge> : null}
    </>
  );
}
