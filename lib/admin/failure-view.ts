import type { FailureView } from '../contract/attention';

/** Instants of plain statements come as the driver reads them. */
export const isoOf = (value: unknown): string => new Date(value as string | Date).toISOString();
export const isoOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : isoOf(value);

/** The row of a failure, as people may read it; null where there is none. */
export function failureView(row: Record<string, unknown> | undefined): FailureView | null {
  if (!row?.action) return null;
  return {
    at: isoOf(row.at),
    action: String(row.action),
    detail: (row.detail ?? {}) as Record<string, unknown>,
    request_id: String(row.request_id),
    address: String(row.address),
    user_agent: String(row.user_agent),
  };
}

export const clientOf = (row: Record<string, unknown>) => ({
  client_id: String(row.client_id),
  name: String(row.name),
});
