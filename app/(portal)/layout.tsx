import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Providers } from '@/components/shell/providers';
import { settledPageSession } from '@/lib/auth/page-session';

/** The shell only. Every page below asks for the session itself: it knows its own address, to come back to. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await settledPageSession();
  if (!session) return children;
  return (
    <Providers session={session}>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
