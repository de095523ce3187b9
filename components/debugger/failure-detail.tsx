import { ExternalLink } from 'lucide-react';
import { CHECK_WORDS } from '@/lib/token/reasons';
import type { MergedCheck } from './merged-checks';
import { visible } from './shown-json';

export function FailureDetail({ check: { check, words, expected, found, onlyBy } }: { check: MergedCheck }) {
  const { source } = CHECK_WORDS[check];
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        {words?.why}
        {onlyBy
          ? ` Only ${onlyBy === 'browser' ? 'this browser' : 'this service'} refuses it for this.`
          : null}
      </p>
      {expected || found ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-md bg-muted px-3 py-2 text-xs leading-5">
          {expected ? <Value name="Expected" value={expected} /> : null}
          {found ? <Value name="Found" value={found} /> : null}
        </dl>
      ) : null}
      <p>
        <span className="font-medium">What to do: </span>
        {words?.mend}
      </p>
      {source ? (
        <a
          href={source.href}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 self-start text-link text-xs underline-offset-4 hover:underline"
        >
          {source.label}
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      ) : null}
    </div>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">
        <bdi className="break-all font-mono">{visible(value)}</bdi>
      </dd>
    </>
  );
}
