import Link from 'next/link';
import type { ReactNode } from 'react';
import { Brand } from '@/components/shell/brand';
import { Button } from '@/components/ui/button';
import { ThemeButton } from './theme-button';

/** What stands around the documentation for somebody who is not signed in. */
export function DocsFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-3 py-2 font-medium text-primary-foreground text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 border-b bg-background">
        <div className="mx-auto flex h-14 w-full max-w-7xl items-center justify-between gap-3 px-4 sm:px-6">
          <Link href="/docs" className="flex h-8 items-center gap-2 rounded-md">
            <Brand />
            <span className="text-muted-foreground">Docs</span>
          </Link>
          <span className="flex items-center gap-2">
            <ThemeButton />
            <Button asChild variant="outline" size="sm">
              <Link href="/login?callbackUrl=%2Fdocs">Sign in</Link>
            </Button>
          </span>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-7xl px-4 py-6 outline-none sm:px-6 sm:py-8"
      >
        {children}
      </main>
    </>
  );
}
