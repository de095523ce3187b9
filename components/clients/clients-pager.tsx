'use client';

import { Button } from '@/components/ui/button';
import { CLIENT_PAGE_SIZE } from '@/lib/contract/client-list-terms';
import type { SetListState } from './list-state';

export function ClientsPager({
  total,
  shown,
  page,
  setState,
}: {
  /** Before the filter. */
  total: number;
  /** After it. */
  shown: number;
  /** From 1. */
  page: number;
  setState: SetListState;
}) {
  const pages = Math.ceil(shown / CLIENT_PAGE_SIZE);
  const first = (page - 1) * CLIENT_PAGE_SIZE + 1;
  const count = shown === total ? plural(total) : `${number(shown)} of ${plural(total)}`;
  return (
    <div className="flex min-h-11 items-center justify-between gap-3 border-t px-4 py-2 text-muted-foreground text-xs">
      <p role="status">
        {pages > 1
          ? `${number(first)}–${number(Math.min(first + CLIENT_PAGE_SIZE - 1, shown))} of ${plural(shown)}`
          : count}
      </p>
      {pages > 1 ? (
        <nav aria-label="Pages" className="flex gap-2">
          <Button
            variant="outline"
            size="sm"
            disabled={page <= 1}
            onClick={() => setState({ page: page - 1 })}
          >
            Previous
          </Button>
          <Button
            variant="outline"
            size="sm"
            disabled={page >= pages}
            onClick={() => setState({ page: page + 1 })}
          >
            Next
          </Button>
        </nav>
      ) : null}
    </div>
  );
}

function plural(count: number): string {
  return count === 1 ? '1 client' : `${number(count)} clients`;
}

const number = (count: number): string => count.toLocaleString('en');
