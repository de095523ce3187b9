import * as z from 'zod';

/** What an auditor is shown of a tenant's secrets. Times are ISO 8601 in UTC. */
const instant = z.iso.datetime();

const LONGEST_PERIOD_DAYS = 732;
const DAY_MS = 86_400_000;

const daySchema = z.iso
  .date('Give a day, as 2026-01-31')
  .refine((day) => day >= '2000-01-01' && day < '2200-01-01', 'Give a day of this century');

/** Whole days (UTC), the last one included. */
export const evidencePeriodSchema = z
  .strictObject({
    from: daySchema,
    to: daySchema,
  })
  .superRefine(({ from, to }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
    if (days < 0) context.addIssue({ code: 'custom', path: ['to'], message: 'This is before the first day' });
    if (days > LONGEST_PERIOD_DAYS)
      context.addIssue({ code: 'custom', path: ['to'], message: 'At most two years at once' });
  });
export type EvidencePeriod = z.infer<typeof evidencePeriodSchema>;

/** Rows that are printed; a larger tenant takes the CSV, which has them all. */
export const PRINTED_ROWS = 2000;

const evidenceSecretSchema = z.object({
  secret_id: z.string(),
  /** The last four characters. */
  hint: z.string(),
  client_id: z.string(),
  client_name: z.string(),
  client_status: z.enum(['active', 'disabled', 'deleted']),
  /** `deleted`: its client is no more; it ended then at the latest. */
  state: z.enum(['live', 'ending', 'expired', 'retired', 'deleted']),
  created_at: instant,
  created_by: z.string(),
  /** When another one took its place; a rotation that was cancelled does not count. */
  rotated_at: instant.nullable(),
  rotated_by: z.string().nullable(),
  /** When it ended, or will. */
  ended_at: instant.nullable(),
  /** Who ended it before its time; null for nobody, and where the audit log does not reach back so far. */
  retired_by: z.string().nullable(),
  last_used_at: instant.nullable(),
  /** Null where it is not known any more. */
  tokens_issued: z.number().int().nullable(),
  exposed_at: instant.nullable(),
  /** Whole days at its rotation; of one that was not rotated, at its end or now. */
  age_days: z.number().int(),
  /** Whether it was replaced, or had ended, within the tenant's maximum age; null without a policy. */
  policy_met: z.boolean().nullable(),
});
export type EvidenceSecret = z.infer<typeof evidenceSecretSchema>;

const evidenceRotationSchema = z.object({
  at: instant,
  /** `secret.rotated`, `secret.self_rotated`, `secret.overlap_extended`, `secret.retired`, `secret.retired_by_report`, `rotation.cancelled`. */
  action: z.string(),
  by: z.string(),
  client_id: z.string(),
  client_name: z.string(),
  /** How long the old secret went on, in seconds. */
  overlap_seconds: z.number().int().nullable(),
  request_id: z.string(),
});
export type EvidenceRotation = z.infer<typeof evidenceRotationSchema>;

/** GET /api/portal/secrets/evidence?from=…&to=… */
export const evidenceSchema = z.object({
  tenant: z.object({ id: z.string(), name: z.string() }),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  generated_at: instant,
  generated_by: z.string(),
  max_age_days: z.number().int().nullable(),
  /** The first day the audit log is still kept for; null when that is before the period. */
  audit_kept_from: z.iso.date().nullable(),
  secrets: z.array(evidenceSecretSchema),
  rotations: z.array(evidenceRotationSchema),
  /** Whether there is more than is printed. */
  secrets_cut: z.boolean(),
  rotations_cut: z.boolean(),
  now: instant,
});
export type EvidenceView = z.infer<typeof evidenceSchema>;
