'use client';

import { useTable } from '@tanstack/react-table';
import type { ClientSummary } from '@/lib/contract/client-list';
import { clientColumns, clientTableFeatures } from './client-columns';

/** The service has searched, sorted and paged already. */
export const useClientsTable = (clients: ClientSummary[]) =>
  useTable({
    features: clientTableFeatures,
    columns: clientColumns,
    data: clients,
    getRowId: (client) => client.client_id,
  });

export type ClientsTable = ReturnType<typeof useClientsTable>;
