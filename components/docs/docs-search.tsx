'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import type { FoundInDocs } from '@/lib/contract/docs';
import { useDocsSearch } from './use-docs-search';

/** Full-text search: the server looks, so that nothing is loaded for it. */
export function DocsSearch() {
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const panelId = useId();
  const answer = useDocsSearch(words);
  const shown = open && words.trim() !== '';

  /** Arrow keys go through what was found, and back to the field. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      setOpen(false);
      field.current?.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const links = [...(panel.current?.querySelectorAll('a') ?? [])];
    const place = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = place + (event.key === 'ArrowDown' ? 1 : -1);
    (next < 0 ? field.current : links[Math.min(next, links.length - 1)])?.focus();
  }

  return (
    <search
      className="relative"
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted-foreground"
      />
      <Input
        ref={field}
        type="search"
        aria-label="Search the documentation"
        aria-controls={panelId}
        aria-expanded={shown}
        role="combobox"
        placeholder="Search docs"
        autoComplete="off"
        data-page-search
        maxLength={100}
        value={words}
        onChange={({ target }) => {
          setWords(target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        className="pl-8"
      />
      <div
        ref={panel}
        id={panelId}
        hidden={!shown}
        className="absolute top-full left-0 z-40 mt-1 max-h-[60dvh] w-full min-w-72 overflow-y-auto rounded-md border bg-popover p-1 shadow-lg sm:w-96"
      >
        {shown ? <Found answer={answer} onChosen={() => setOpen(false)} /> : null}
      </div>
    </search>
  );
}

function Found({ answer, onChosen }: { answer: ReturnType<typeof useDocsSearch>; onChosen: () => void }) {
  if (answer === 'failed') return <Note>The search did not answer. Try again in a moment.</Note>;
  if (answer === 'searching') return <Note>Searching…</Note>;
  if (answer.length === 0) return <Note>Nothing has all of these words.</Note>;
  return (
    <ul>
      {answer.map((found, place) => (
        // Two passages of one part have one address.
        <li key={`${place} ${found.url}`}>
          <Link
            href={found.url}
            prefetch={false}
            onClick={onChosen}
            className={`flex flex-col rounded-md px-2.5 py-1.5 text-sm hover:bg-accent focus-visible:bg-accent focus-visible:outline-offset-[-2px] ${found.kind === 'page' ? '' : 'ml-3 border-l pl-2.5'}`}
          >
            <Passage {...found} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const Passage = ({ kind, text }: FoundInDocs) => (
  <span
    className={
      kind === 'page'
        ? 'font-medium'
        : `line-clamp-2 [overflow-wrap:anywhere] ${kind === 'text' ? 'text-muted-foreground' : ''}`
    }
  >
    {text}
  </span>
);

const Note = ({ children }: { children: string }) => (
  <p role="status" className="px-2.5 py-2 text-muted-foreground text-sm">
    {children}
  </p>
);
