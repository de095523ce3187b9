/** A refusal of the portal's API, or the failure to reach it (`status` 0). */
export class PortalApiError extends Error {
  override readonly name = 'PortalApiError';

  constructor(
    readonly status: number,
    /** Machine-readable, such as `not_found`; `unreachable` when there was no answer. */
    readonly error: string,
    /** A sentence for people. */
    readonly description: string,
    readonly requestId?: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(description);
  }
}

/** What to show for anything a query or mutation may throw. */
export function describeError(error: unknown): { description: string; requestId?: string } {
  if (error instanceof PortalApiError) return { description: error.description, requestId: error.requestId };
  return { description: 'Something unexpected happened in this page. Reload it and try again.' };
}
