/** What is signed and sent, the same bytes at every try (Standard Webhooks, "payload structure"). */
export const bodyOf = ({
  type,
  at,
  data,
}: {
  type: string;
  at: Date;
  data: Record<string, unknown>;
}): string => JSON.stringify({ type, timestamp: at.toISOString(), data });
