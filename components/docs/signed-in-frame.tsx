'use client';

import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Providers } from '@/components/shell/providers';
import type { SessionView } from '@/lib/contract/portal';

export default function SignedInFrame({ session, children }: { session: SessionView; children: ReactNode }) {
  return (
    <Providers session={session}>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
