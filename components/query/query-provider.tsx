'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { PortalApiError } from './portal-api-error';

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 5000,
            // Without a network they fail, and say so, and are asked again once there is one.
            networkMode: 'always',
            refetchOnReconnect: true,
            // Asking again mends a lost connection or an overloaded service, never a refusal.
            retry: (failures, error) => failures < 2 && isPassing(error),
            retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
          },
          // Without a network they fail at once and say so: one that is held back and done later surprises.
          mutations: { retry: false, networkMode: 'always' },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function isPassing(error: unknown): boolean {
  return error instanceof PortalApiError && (error.status === 0 || error.status === 503);
}
