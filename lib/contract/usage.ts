import * as z from 'zod';
import { RANGE_NAMES } from './ranges';

const instant = z.iso.datetime();
const count = z.number().int();

export const rangeSchema = z.enum(RANGE_NAMES);

const sumsSchema = z.object({
  /** Issued. */
  tokens: count,
  /** Answered, whether active or not. */
  introspections: count,
  /** Refused for any reason but a limit. */
  failures: count,
  /** Refused by a limit: 429. */
  limited: count,
});
export type UsageSums = z.infer<typeof sumsSchema>;

/** Calls of machine clients to the token and introspection endpoints; people and their apps are not in it. */
const usageSchema = z.object({
  range: rangeSchema,
  /** Oldest first and without gaps; the last one is not over. */
  buckets: z.array(
    sumsSchema.extend({
      at: instant,
      /** Failures by what the caller was told, such as `invalid_client`. */
      reasons: z.record(z.string(), count),
    }),
  ),
  totals: sumsSchema,
  /** The same of as long a time before. */
  previous: sumsSchema,
  /** Most frequent first. */
  reasons: z.array(z.object({ reason: z.string(), count })),
  /** Of one client: by what it authenticated with. Wrong credentials are in none of them. */
  credentials: z.array(sumsSchema.extend({ credential_id: z.string() })),
});
export type UsageView = z.infer<typeof usageSchema>;

/**
 * GET /api/portal/usage?range=1h|24h|30d[&client=client_…]: of the tenant, or of one client. 400 for another range, 404
 * for a client that is not the tenant's. Counts are at most a few seconds behind.
 */
export const usageAnswerSchema = z.object({ usage: usageSchema, now: instant });
