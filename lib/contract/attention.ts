import * as z from 'zod';

const instant = z.iso.datetime();
const count = z.number().int();
const client = z.object({ client_id: z.string(), name: z.string() });

/** A failure in the audit log: the true cause, which the caller was not told. */
const failureSchema = z.object({
  at: instant,
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
  request_id: z.string(),
  address: z.string(),
  user_agent: z.string(),
});
export type FailureView = z.infer<typeof failureSchema>;

const secret = { client, secret_id: z.string(), hint: z.string() };
const itemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('secret_exposed'),
    ...secret,
    exposed_at: instant,
    exposed_in: z.enum(['url', 'report']),
  }),
  /** Older than the policy allows, or so in two weeks at most. */
  z.object({ kind: z.literal('secret_due'), ...secret, created_at: instant, due_at: instant }),
  /** A rotation is under way, and somebody has not changed over. */
  z.object({
    kind: z.literal('old_secret_used'),
    ...secret,
    last_used_at: instant,
    expires_at: instant.nullable(),
  }),
  /** In the last 24 hours; `last` is null once the audit log has let go of it. */
  z.object({
    kind: z.literal('client_failing'),
    client,
    failures: count,
    failures_last_hour: count,
    reason: z.string(),
    last: failureSchema.nullable(),
  }),
  z.object({
    kind: z.literal('client_limited'),
    client,
    refusals: count,
    refusals_last_hour: count,
    last_at: instant.nullable(),
  }),
  /** Advice: the busiest minute of the last 24 hours, of one secret or key. */
  z.object({ kind: z.literal('near_limit'), client, peak: count, limit: count }),
  /** Advice: tokens of the last 24 hours, and how many a caller needs that keeps each for its life. */
  z.object({
    kind: z.literal('too_many_tokens'),
    client,
    tokens: count,
    needed: count,
    life_seconds: count,
  }),
  z.object({
    kind: z.literal('client_unused'),
    client,
    last_used_at: instant.nullable(),
    created_at: instant,
  }),
  z.object({ kind: z.literal('scopes_unused'), client, scopes: z.array(z.string()), since: instant }),
]);
export type AttentionItem = z.infer<typeof itemSchema>;

/**
 * GET /api/portal/attention[?client=client_…]: what somebody should look at, most pressing first; 404 for a client that
 * is not the tenant's.
 */
export const attentionAnswerSchema = z.object({
  items: z.array(itemSchema),
  /** Kinds of which there are more than the 20 that are listed. */
  more: z.array(z.string()),
  /** Of the tenant: how many clients it has, and whether one was ever used. */
  clients: count,
  used: z.boolean(),
  /** Of one client: its newest failure. */
  last_failure: failureSchema.nullable(),
  now: instant,
});
export type AttentionView = z.infer<typeof attentionAnswerSchema>;
