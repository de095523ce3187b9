import type { Item } from 'fumadocs-core/page-tree';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';

export interface Beside {
  previous?: Item;
  next?: Item;
}

/** To the page before and the one after. */
export function DocsSteps({ previous, next }: Beside) {
  return (
    <nav
      aria-label="Previous and next page"
      className="mt-10 grid max-w-3xl gap-3 border-t pt-6 sm:grid-cols-2"
    >
      {previous ? <Step page={previous} word="Previous" /> : null}
      {next ? <Step page={next} word="Next" className="sm:col-start-2 sm:items-end sm:text-right" /> : null}
    </nav>
  );
}

function Step({ page, word, className }: { page: Item; word: 'Previous' | 'Next'; className?: string }) {
  return (
    <Link
      href={page.url}
      className={cn('flex flex-col gap-0.5 rounded-md border px-4 py-3 hover:bg-accent', className)}
    >
      <span className="text-muted-foreground text-xs">{word}</span>
      <span className="flex items-center gap-1.5 font-medium text-link">
        {word === 'Previous' ? <ArrowLeft aria-hidden className="size-4" /> : null}
        {page.name}
        {word === 'Next' ? <ArrowRight aria-hidden className="size-4" /> : null}
      </span>
    </Link>
  );
}
