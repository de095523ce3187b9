import type { ReactNode } from 'react';
import { DocsFrame } from '@/components/docs/docs-frame';
import { PortalFrame } from '@/components/docs/portal-frame';
import { settledPageSession } from '@/lib/auth/page-session';

/** Within the portal for whoever is signed in; open to everybody else too. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const session = await settledPageSession();
  return session ? (
    <PortalFrame session={session}>{children}</PortalFrame>
  ) : (
    <DocsFrame>{children}</DocsFrame>
  );
}
