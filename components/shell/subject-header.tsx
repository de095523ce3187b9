'use client';

import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Copyable } from '@/components/ui/copyable';
import { PageLink } from '@/components/ui/page-link';

const LISTS = { client: 'Clients', app: 'Apps', webhook: 'Webhooks' };

/** Over the page of a client, an app or a webhook. */
export function SubjectHeader({
  what,
  title,
  tabTitle,
  state,
  words,
  id,
  idLabel,
}: {
  what: keyof typeof LISTS;
  title: ReactNode;
  tabTitle: string;
  /** Beside the title. */
  state: ReactNode;
  words?: string;
  id: string;
  idLabel: string;
}) {
  useEffect(() => {
    // Known only here: the server renders this page without having loaded what it is about.
    document.title = `${tabTitle} · Gooclaim Auth`;
  }, [tabTitle]);
  return (
    <header className="mb-4 flex flex-col gap-2">
      <PageLink
        href={`/${what}s`}
        className="-ml-1 inline-flex items-center gap-0.5 self-start rounded-md pr-1 text-muted-foreground text-sm hover:text-foreground"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {LISTS[what]}
      </PageLink>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
        {state}
      </div>
      {words ? <p className="break-words text-muted-foreground text-sm">{words}</p> : null}
      <Copyable value={id} label={`Copy ${idLabel}`} className="self-start text-muted-foreground" />
    </header>
  );
}
