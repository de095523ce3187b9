'use client';

import { useMaxAgeDays } from '@/components/query/secret-policy';
import { countdown } from '@/components/ui/duration';
import { exactTime } from '@/components/ui/exact-time';
import { Fact } from '@/components/ui/fact';
import { RelativeTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/use-now';
import type { SecretView } from '@/lib/contract/portal';
import { callerWords } from './caller-words';
import { secretAge } from './secret-age';
import { secretAuthor } from './secret-author';

export function SecretFacts({ secret, className }: { secret: SecretView; className?: string }) {
  const { last_use: use } = secret;
  const { dueAt } = secretAge(secret, 0, useMaxAgeDays());
  return (
    <dl className={className}>
      <Fact term="Last used">
        {use ? (
          <>
            <RelativeTime value={use.at} className="font-medium" /> from{' '}
            <code className="font-mono text-xs">{use.address}</code>
          </>
        ) : (
          'Never'
        )}
      </Fact>
      {use?.user_agent ? (
        <Fact term="Used by">
          <span title={use.user_agent}>{callerWords(use.user_agent)}</span>
        </Fact>
      ) : null}
      <Fact term="Tokens issued">{(use?.count ?? 0).toLocaleString('en')}</Fact>
      <Fact term="Created">
        <RelativeTime value={secret.created_at} /> by {secretAuthor(secret)}
      </Fact>
      {secret.expires_at ? (
        <Fact term="Ends">
          <Ends at={secret.expires_at} />
        </Fact>
      ) : dueAt === null ? null : (
        <Fact term="Rotate by">{exactTime(dueAt)}</Fact>
      )}
    </dl>
  );
}

function Ends({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)}>
      {now === null ? null : (
        <>
          in <span className="font-medium">{countdown(Date.parse(at) - now)}</span>
        </>
      )}
      <span className="text-muted-foreground"> · {exactTime(at)}</span>
    </time>
  );
}
