import type { ReactNode } from 'react';
import { DocsFrame } from '@/components/docs/docs-frame';
import { AppShell } from '@/components/shell/app-shell';
import { Providers } from '@/components/shell/providers';
import { settledPageSession } from '@/lib/auth/page-session';

/** Within the portal for whoever is signed in; open to everybody else too. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const session = await settledPageSession();
  if (!session) return <DocsFrame>{children}</DocsFrame>;
  return (
    <Providers session={session}>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
