import { scopesSchema } from './scopes';
import { z } from './zod';

/**
 * What the portal's pages and its JSON handlers (`/api/portal/…`) say to each other.
 * Both sides import these schemas: a form refuses at the field what the handler would refuse.
 * All times are ISO 8601 strings in UTC; all durations are seconds.
 */
const instant = z.iso.datetime();

const roleSchema = z.enum(['owner', 'admin', 'developer', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

const clientNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the client a name')
  .max(100, 'At most 100 characters')
  // Control and direction-override characters make one name look like another; half a surrogate pair is no text.
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'No control characters')
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'Give the client a name that can be seen');

const descriptionSchema = z
  .string()
  .trim()
  .max(500, 'At most 500 characters')
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'No control characters');

const clientFields = z.strictObject({
  name: clientNameSchema,
  description: descriptionSchema,
  scopes: scopesSchema.min(1, 'Choose at least one scope'),
});

/** POST /api/portal/clients */
export const createClientSchema = clientFields.extend({ description: descriptionSchema.default('') });
export type CreateClient = z.input<typeof createClientSchema>;

/** PATCH /api/portal/clients/{client_id} */
// Without the default above: what is not sent stays as it is.
export const updateClientSchema = clientFields.partial();
export type UpdateClient = z.input<typeof updateClientSchema>;

/** How long the old secret keeps working after a rotation. */
export const OVERLAPS = [
  { seconds: 0, label: 'Now' },
  { seconds: 3600, label: '1 hour' },
  { seconds: 86_400, label: '24 hours' },
  { seconds: 604_800, label: '7 days' },
  { seconds: 2_592_000, label: '30 days' },
] as const;

/** POST /api/portal/clients/{client_id}/secrets: rotate. */
export const rotateSecretSchema = z.strictObject({
  overlap_seconds: z.literal(OVERLAPS.map((overlap) => overlap.seconds)),
  /** The secret the person saw as current; null when none is live. If another rotation came first, this one is refused (409). */
  current_secret_id: z.string().nullable(),
});
export type RotateSecret = z.infer<typeof rotateSecretSchema>;

const secretUseSchema = z.object({
  at: instant,
  address: z.string(),
  user_agent: z.string(),
  /** Tokens issued with this secret, ever. */
  count: z.number().int(),
});

const secretSchema = z.object({
  id: z.string(),
  /** The last four characters. */
  hint: z.string(),
  /** `current`: the newest live one. `old`: live until `expires_at`. `expired` and `retired`: refused. */
  state: z.enum(['current', 'old', 'expired', 'retired']),
  created_at: instant,
  created_by: z.string(),
  expires_at: instant.nullable(),
  retired_at: instant.nullable(),
  /** When it came in a URL, which proxies and logs have seen: rotate it. */
  exposed_at: instant.nullable(),
  last_use: secretUseSchema.nullable(),
});
export type SecretView = z.infer<typeof secretSchema>;

const clientSchema = z.object({
  client_id: z.string(),
  name: z.string(),
  description: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(['active', 'disabled']),
  created_at: instant,
  updated_at: instant,
  last_used_at: instant.nullable(),
  /** Newest first; live ones and those that ended in the last 30 days. */
  secrets: z.array(secretSchema),
});
export type ClientView = z.infer<typeof clientSchema>;

/** GET /api/portal/clients */
export const clientListSchema = z.object({ clients: z.array(clientSchema), now: instant });
/** GET, PATCH /api/portal/clients/{client_id}; POST …/disable, …/enable; DELETE …/secrets/{secret_id} */
export const clientAnswerSchema = z.object({ client: clientSchema, now: instant });
/** POST /api/portal/clients (201) and POST …/secrets (201): the only answers that carry a secret, once. */
export const newSecretAnswerSchema = clientAnswerSchema.extend({
  secret_id: z.string(),
  client_secret: z.string(),
});
export type NewSecretAnswer = z.infer<typeof newSecretAnswerSchema>;

/** GET /api/portal/clients/{client_id}/activity and GET /api/portal/activity (whole tenant): newest first. */
export const activitySchema = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      at: instant,
      /** Such as `token.issued`, `token.refused`, `secret.rotated`, `client.disabled`. */
      action: z.string(),
      outcome: z.enum(['success', 'failure']),
      actor: z.object({
        type: z.enum(['client', 'user', 'operator', 'anonymous']),
        id: z.string(),
        name: z.string(),
      }),
      target_id: z.string().nullable(),
      request_id: z.string(),
      address: z.string(),
      user_agent: z.string(),
      /** Never a secret or a token: ids, scopes, the name of the reason. */
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  now: instant,
});
export type ActivityEvent = z.infer<typeof activitySchema>['events'][number];

/** GET /api/portal/session and POST /api/portal/session/refresh */
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), role: roleSchema }),
  tenant: z.object({ id: z.string(), name: z.string() }),
  /** 15 minutes after the last refresh. */
  expires_at: instant,
  /** 8 hours after sign-in; no refresh reaches past it. */
  ends_at: instant,
  now: instant,
});
export type SessionView = z.infer<typeof sessionSchema>;

const newPasswordSchema = z.string().min(12, 'At least 12 characters').max(128, 'At most 128 characters');

/** POST /api/portal/password: the one call open to a person who must change a one-time password first. */
export const changePasswordSchema = z.strictObject({
  current_password: z.string().min(1, 'Enter your current password').max(128),
  new_password: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** POST /api/portal/debugger: this service's own verdict on a pasted token. The token is in the body only. */
export const debugTokenSchema = z.strictObject({ token: z.string().min(1).max(16_000) });
export const debugVerdictSchema = z.object({
  active: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      outcome: z.enum(['pass', 'fail', 'not_checked']),
      reason: z.string().optional(),
      expected: z.string().optional(),
      found: z.string().optional(),
    }),
  ),
  /** For an active token of one's own tenant. */
  client: z.object({ client_id: z.string(), name: z.string(), scopes: z.array(z.string()) }).nullable(),
  secret: z.object({ id: z.string(), hint: z.string() }).nullable(),
  issued: z
    .object({ at: instant, address: z.string(), user_agent: z.string(), request_id: z.string() })
    .nullable(),
  now: instant,
});
export type DebugVerdict = z.infer<typeof debugVerdictSchema>;

/**
 * Every refusal under /api/portal: 400 invalid_request (with `fields`), 401 invalid_session, 403 forbidden |
 * password_change_required, 404 not_found, 409 conflict, 429 rate_limited, 503 temporarily_unavailable, 500 server_error.
 */
export const portalErrorSchema = z.object({
  error: z.string(),
  error_description: z.string(),
  request_id: z.string(),
  /** What is wrong with which field of the body. */
  fields: z.record(z.string(), z.string()).optional(),
});
export type PortalError = z.infer<typeof portalErrorSchema>;
