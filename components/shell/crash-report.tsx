'use client';

import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';

export type CrashProps = { error: unknown; retry: () => void };

/** What a person sees when a page fails, with the one value that finds the cause in the server's log. */
export function CrashReport({ error, retry }: CrashProps) {
  const digest = digestOf(error);
  return (
    <div role="alert" className="flex max-w-md flex-col items-center gap-2 text-center">
      <h1 className="font-semibold text-xl">This page ran into a fault</h1>
      <p className="text-muted-foreground">
        Nothing was changed by it. Try again; if it stays, tell support the reference below.
      </p>
      {digest ? (
        <p className="flex items-center gap-1.5 text-muted-foreground text-xs">
          Reference <Copyable value={digest} label="Copy reference" />
        </p>
      ) : null}
      <Button className="mt-4" onClick={() => retry()}>
        Try again
      </Button>
    </div>
  );
}

function digestOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined;
  return typeof error.digest === 'string' ? error.digest : undefined;
}
