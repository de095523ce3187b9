import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { DOC_PAGES, type DocPage, docAddress } from './pages';

/** Beside the page; above it, in rows, where the window is narrow. */
export function DocsNav({ here }: { here: DocPage }) {
  return (
    <nav aria-label="Documentation" className="lg:sticky lg:top-20 lg:self-start">
      <ul className="flex flex-wrap gap-1 lg:flex-col lg:gap-0.5">
        {DOC_PAGES.map((page) => (
          <li key={page.slug}>
            <Link
              href={docAddress(page.slug)}
              aria-current={page === here ? 'page' : undefined}
              className={cn(
                'flex h-8 items-center rounded-md border px-2.5 font-medium text-sm lg:border-transparent',
                page === here
                  ? 'bg-accent text-foreground'
                  : 'text-muted-foreground hover:bg-accent hover:text-foreground',
              )}
            >
              {page.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
