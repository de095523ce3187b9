'use client';

import { useTable } from '@tanstack/react-table';
import type { ClientView } from '@/lib/contract/portal';
import { clientColumns, clientTableFeatures } from './client-columns';
import type { ListState } from './list-state';

export const PAGE_SIZE = 50;

export function useClientsTable(clients: ClientView[], { sort, dir, page }: ListState) {
  const pages = Math.max(1, Math.ceil(clients.length / PAGE_SIZE));
  return useTable({
    features: clientTableFeatures,
    columns: clientColumns,
    data: clients,
    getRowId: (client) => client.client_id,
    autoResetPageIndex: false,
    state: {
      sorting: [{ id: sort, desc: dir === 'desc' }],
      pagination: { pageIndex: Math.min(Math.max(1, page), pages) - 1, pageSize: PAGE_SIZE },
    },
  });
}

export type ClientsTable = ReturnType<typeof useClientsTable>;
