'use client';

import { useMaxAgeDays } from '@/components/query/secret-policy';
import { Badge } from '@/components/ui/badge';
import { exactTime } from '@/components/ui/exact-time';
import { useNow } from '@/components/ui/use-now';
import type { SecretView } from '@/lib/contract/portal';
import { hasKeys } from './authentication';
import { exposureWords } from './exposure-words';
import {
  currentSecret,
  exposedSecret,
  needsAttention,
  oldSecret,
  type SecretHolder,
  secretAge,
} from './secret-age';

/** The one thing to know about a client's secrets, the most pressing first. */
export function SecretBadge({ client }: { client: SecretHolder }) {
  const current = currentSecret(client);
  if (client.status === 'disabled' && current) return <SecretAgeBadge secret={current} quiet />;
  const exposed = exposedSecret(client);
  if (exposed) {
    return (
      <Badge variant="overdue" title={`A live secret ${exposureWords(exposed)}. Rotate it.`}>
        Exposed
      </Badge>
    );
  }
  if (!current && hasKeys(client))
    return <Badge title="It authenticates by its key (private_key_jwt); no secret is live.">Key</Badge>;
  if (!current) return <Badge variant="overdue">No live secret</Badge>;
  if (oldSecret(client)) {
    return (
      <Badge variant="primary" title="Two secrets are live. Retire the old one to finish.">
        Rotating
      </Badge>
    );
  }
  return <SecretAgeBadge secret={current} />;
}

/** The same, where it stands without a heading: only when there is something to do. */
export function SecretNotice({ client }: { client: SecretHolder }) {
  const now = useNow();
  const maxAgeDays = useMaxAgeDays();
  if (now === null || !needsAttention(client, now, maxAgeDays)) return null;
  return (
    <span className="inline-flex items-center gap-1.5 text-muted-foreground text-xs">
      Secret <SecretBadge client={client} />
    </span>
  );
}

/** @param quiet without colour: nothing is due while nothing can be used */
export function SecretAgeBadge({
  secret,
  quiet = false,
}: {
  secret: Pick<SecretView, 'created_at'>;
  quiet?: boolean;
}) {
  const now = useNow();
  const maxAgeDays = useMaxAgeDays();
  if (now === null) return null;
  const { days, state: due, dueAt, daysLeft } = secretAge(secret, now, maxAgeDays);
  const state = quiet ? 'fresh' : due;
  const age = days === 0 ? 'Today' : `${days} d`;
  const policy = dueAt === null ? 'No maximum age is set.' : `Due ${exactTime(dueAt)}.`;
  const title = `Made ${exactTime(secret.created_at)}. ${policy}`;
  if (state === 'overdue') {
    return (
      <Badge variant="overdue" title={title}>
        {age} · overdue
      </Badge>
    );
  }
  if (state === 'due' || state === 'soon') {
    return (
      <Badge variant={state === 'due' ? 'overdue' : 'soon'} title={title}>
        {age} · {state === 'due' ? 'due within a day' : `due in ${daysLeft} d`}
      </Badge>
    );
  }
  return <Badge title={title}>{age}</Badge>;
}
