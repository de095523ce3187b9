import type { Node } from 'fumadocs-core/page-tree';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { DocsSearch } from './docs-search';

/** Beside the page; above it, folded, where the window is narrow. */
export function DocsNav({ tree, here }: { tree: readonly Node[]; here: string }) {
  return (
    <div className="flex flex-col gap-3 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:gap-4 lg:self-start">
      <DocsSearch />
      <nav aria-label="Documentation" className="min-h-0 lg:overflow-y-auto">
        <details className="group rounded-md border lg:hidden">
          <summary className="flex h-9 cursor-pointer list-none items-center justify-between rounded-md px-3 font-medium text-sm [&::-webkit-details-marker]:hidden">
            All pages
            <ChevronDown aria-hidden className="size-4 text-muted-foreground group-open:rotate-180" />
          </summary>
          <div className="border-t p-2">
            <Pages tree={tree} here={here} />
          </div>
        </details>
        <div className="hidden lg:block">
          <Pages tree={tree} here={here} />
        </div>
      </nav>
    </div>
  );
}

function Pages({ tree, here }: { tree: readonly Node[]; here: string }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {tree.map((node) =>
        node.type === 'separator' ? (
          <li
            key={node.$id}
            className="px-2.5 pt-3 pb-1 font-medium text-muted-foreground text-xs first:pt-0"
          >
            {node.name}
          </li>
        ) : node.type === 'page' ? (
          <li key={node.url}>
            <Link
              href={node.url}
              aria-current={node.url === here ? 'page' : undefined}
              className={cn(
                'flex min-h-8 items-center rounded-md px-2.5 py-1 text-sm',
                node.url === here
                  ? 'bg-accent font-medium text-foreground'
                  : 'text-muted-foreground hover:bg-accent hover:text-foreground',
              )}
            >
              {node.name}
            </Link>
          </li>
        ) : null,
      )}
    </ul>
  );
}
