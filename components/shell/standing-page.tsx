import type { ReactNode } from 'react';
import { Brand } from './brand';

/** The frame of pages that stand alone: sign-in, not found, errors. */
export function StandingPage({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[12dvh] pb-12 sm:pt-[16dvh]">
      <Brand className="mb-8" />
      {children}
    </main>
  );
}
