'use client';

import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { StepUpProvider } from '@/components/factors/step-up-provider';
import { QueryProvider } from '@/components/query/query-provider';
import type { SessionView } from '@/lib/contract/portal';
import { SessionKeeper } from './session-keeper';

export function Providers({ session, children }: { session: SessionView; children: ReactNode }) {
  return (
    <NuqsAdapter>
      <QueryProvider>
        <StepUpProvider>
          <SessionKeeper initial={session}>{children}</SessionKeeper>
        </StepUpProvider>
      </QueryProvider>
    </NuqsAdapter>
  );
}
