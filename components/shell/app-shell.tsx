'use client';

import type { ReactNode } from 'react';
import { SearchButton } from '@/components/palette/search-button';
import { PageLink } from '@/components/ui/page-link';
import { HOME } from '@/lib/contract/home';
import { Brand } from './brand';
import { MainNav } from './main-nav';
import { PhoneMenu } from './phone-menu';
import { useSession } from './session-context';
import { UserMenu } from './user-menu';

export function AppShell({ children }: { children: ReactNode }) {
  const { tenant } = useSession();
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-3 py-2 font-medium text-primary-foreground text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside aria-label="Portal" className="hidden border-r lg:block">
        <div className="sticky top-0 flex h-dvh flex-col gap-3 px-3 py-3">
          <PageLink href={HOME} className="flex h-8 items-center rounded-md px-2">
            <Brand />
          </PageLink>
          <MainNav />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-14 items-center justify-between gap-3 border-b bg-background px-4 sm:px-6">
          <div className="flex min-w-0 items-center gap-1">
            <PhoneMenu />
            <span className="truncate font-medium text-muted-foreground text-sm">{tenant.name}</span>
          </div>
          <div className="flex min-w-0 items-center gap-2">
            <SearchButton />
            <UserMenu />
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
