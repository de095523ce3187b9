import type { ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';
import { settledPageSession } from '@/lib/auth/page-session';

/** Pages that are printed: without navigation. As in the portal, every page below asks for the session itself. */
export default async function DocumentLayout({ children }: { children: ReactNode }) {
  const session = await settledPageSession();
  return session ? <Providers session={session}>{children}</Providers> : children;
}
