import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Providers } from '@/components/shell/providers';
import { requirePageSession } from '@/lib/auth/page-session';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await requirePageSession();
  return (
    <Providers session={session}>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
