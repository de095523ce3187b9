import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusDot } from '@/components/ui/status-dot';
import { TextLink } from '@/components/ui/text-link';
import type { AttentionItem } from '@/lib/contract/attention';
import type { AttentionWords } from './attention-words';

/** One thing that needs attention: what, since when, and the way to where it is mended. */
export function AttentionRow({
  client,
  words: { tone, what, advice, since, action },
}: {
  client: AttentionItem['client'];
  words: AttentionWords;
}) {
  const path = `/clients/${encodeURIComponent(client.client_id)}`;
  return (
    <li className="flex flex-col gap-x-4 gap-y-2 px-4 py-3 text-sm sm:flex-row sm:items-center sm:px-5">
      <div className="flex min-w-0 flex-1 gap-3">
        <StatusDot tone={tone} className="mt-1.5" />
        <div className="flex min-w-0 flex-col gap-0.5">
          <p className="break-words">
            <TextLink href={path}>
              <bdi>{client.name}</bdi>
            </TextLink>
            <span className="ml-2">{what}</span>
          </p>
          {advice ? <p className="text-muted-foreground text-xs">{advice}</p> : null}
          {since ? (
            <p className="text-muted-foreground text-xs">
              {since.label} <RelativeTime value={since.at} />
            </p>
          ) : null}
        </div>
      </div>
      <Button asChild variant="outline" size="sm" className="ml-5 self-start sm:ml-0 sm:self-center">
        <Link
          href={action.tab === 'overview' ? path : `${path}?tab=${action.tab}`}
          aria-label={`${action.label}: ${client.name}`}
        >
          {action.label}
        </Link>
      </Button>
    </li>
  );
}
