import * as z from 'zod';
import { EXTENSIONS } from './rotation-terms';

/** What the portal shows of a rotation under way. Times are ISO 8601 in UTC. */
const instant = z.iso.datetime();

/** POST /api/portal/clients/{client_id}/secrets/{secret_id}/extend */
export const extendOverlapSchema = z.strictObject({
  seconds: z.literal(EXTENSIONS.map(({ seconds }) => seconds)),
  /** The end as the person saw it: two people who both give a day do not give two (409). */
  expires_at: instant,
});
export type ExtendOverlap = z.infer<typeof extendOverlapSchema>;

const callerSchema = z.object({
  address: z.string(),
  last_used_at: instant,
  user_agent: z.string(),
  /** Tokens in the last hour; at most `HOUR_COUNTED`, which then means "that many or more". */
  last_hour: z.number().int(),
});

const usedSecretSchema = z.object({
  id: z.string(),
  /** Tokens issued with it since the rotation began. */
  since_rotation: z.number().int().nullable(),
  /** Addresses that used it within a day, the last to come first. */
  callers: z.array(callerSchema),
  /** Whether there are more addresses than are listed. */
  more_callers: z.boolean(),
});
export type UsedSecret = z.infer<typeof usedSecretSchema>;

/** GET /api/portal/clients/{client_id}/rotation. `rotation` is null while not exactly two secrets are live. */
export const rotationSchema = z.object({
  rotation: z
    .object({
      begun_at: instant,
      begun_by: z.string(),
      fresh: usedSecretSchema,
      old: usedSecretSchema,
      /** When the last token issued with the old secret has expired; null when none is alive. */
      old_tokens_until: instant.nullable(),
      /** The latest end that the old secret can be given. */
      latest_end: instant,
    })
    .nullable(),
  now: instant,
});
export type RotationView = NonNullable<z.infer<typeof rotationSchema>['rotation']>;
