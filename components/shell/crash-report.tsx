'use client';

export type CrashProps = { error: unknown; retry: () => void };

/**
 * What a person sees when a page fails, with the one value that finds the cause in the server's log. Every page brings it
 * along, three times, so it is made of nothing else.
 */
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
          Reference <code className="select-all font-mono text-foreground">{digest}</code>
        </p>
      ) : null}
      <button
        type="button"
        className="mt-4 h-9 rounded-md bg-primary px-3.5 font-medium text-primary-foreground text-sm shadow-xs hover:bg-primary-hover"
        onClick={() => retry()}
      >
        Try again
      </button>
    </div>
  );
}

function digestOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined;
  return typeof error.digest === 'string' ? error.digest : undefined;
}
