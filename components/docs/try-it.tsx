'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { lazyPart } from '@/components/ui/lazy-part';
import type { TryItOperation } from '@/lib/contract/docs';
import { keepToken } from './try-it-token';

const TryItForm = lazyPart(
  () => import('./try-it-form').then((module) => module.TryItForm),
  () => <div className="h-64" />,
);

/** Sends an operation’s request to the running service. Most readers never do: its form is loaded when it is asked for. */
export function TryIt({ operation }: { operation: TryItOperation }) {
  const [open, setOpen] = useState(false);
  // Whoever leaves the page takes nothing along.
  useEffect(() => () => keepToken(''), []);
  const word = open ? 'Close' : 'Try it';
  const id = `try-${operation.operationId}`;
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <span>
        <Button
          variant="outline"
          size="sm"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={`${word}: ${operation.name}`}
          onClick={() => setOpen(!open)}
        >
          {word}
        </Button>
      </span>
      {open ? (
        <section id={id} aria-label={`Try it: ${operation.name}`} className="rounded-md border p-4">
          <TryItForm operation={operation} />
        </section>
      ) : null}
    </div>
  );
}
