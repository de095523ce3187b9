'use client';

import { createContext, use } from 'react';
import type { SessionView } from '@/lib/contract/portal';

export const SessionContext = createContext<SessionView | null>(null);

/** The signed-in person, their tenant and when their session ends. Only inside the portal's layout. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs SessionKeeper above it');
  return session;
}
