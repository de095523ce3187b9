import * as z from 'zod';
import {
  allowedNetworksSchema,
  audienceSchema,
  jwksSchema,
  jwksUriSchema,
  opencrvsIssuerSchema,
  resourcesSchema,
  tokenLifeSchema,
} from './client-fields';
import { LONGEST_DEBUGGED } from './debugger-terms';
import { maxAgeDaysSchema } from './max-age-schema';
import { newPasswordSchema } from './members';
import { roleSchema } from './role-schema';
import { KEPT_OVERLAPS, OVERLAPS } from './rotation-terms';
import { scopesSchema } from './scopes';

/**
 * What the portal's pages and its JSON handlers (`/api/portal/…`) say to each other.
 * Both sides import these schemas: a form refuses at the field what the handler would refuse.
 * All times are ISO 8601 strings in UTC; all durations are seconds.
 */
const instant = z.iso.datetime();

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

/**
 * POST /api/portal/clients. `authentication`: `secret` answers with a secret; `key` registers a public key set, pasted
 * (`jwks`) or by address (`jwks_uri`), and there is no secret at all.
 */
export const createClientSchema = clientFields.extend({
  description: descriptionSchema.default(''),
  authentication: z.enum(['secret', 'key']).default('secret'),
  jwks: jwksSchema.nullable().default(null),
  jwks_uri: jwksUriSchema.nullable().default(null),
});
export type CreateClient = z.input<typeof createClientSchema>;

/** How a client's tokens are made. Which of them go together is checked by the service. */
const tokenFields = z.strictObject({
  /** `opencrvs`: tokens as OpenCRVS documents them, at /token, with credentials in the URL. */
  profile: z.enum(['gooclaim', 'opencrvs']),
  opencrvs_issuer: opencrvsIssuerSchema,
  opencrvs_audience: audienceSchema,
  /** Seconds; null for the profile's own (3600; opencrvs: 600). */
  token_life_seconds: tokenLifeSchema.nullable(),
  /** Header `typ`. `at+jwt` (RFC 9068) is refused by some libraries unless configured. */
  token_typ: z.enum(['JWT', 'at+jwt']),
  /** RFC 9449 §5.2: token requests without a DPoP proof are refused. */
  dpop_bound_access_tokens: z.boolean(),
  /** CIDR blocks the credentials may be used from; empty for anywhere. */
  allowed_networks: allowedNetworksSchema,
  /** Which of the tenant's resources it may ask tokens for (RFC 8707). */
  resources: resourcesSchema,
  /** Public keys for private_key_jwt; at most one of the two is set. */
  jwks: jwksSchema.nullable(),
  jwks_uri: jwksUriSchema.nullable(),
});

/** PATCH /api/portal/clients/{client_id} */
// Without the defaults above: what is not sent stays as it is.
export const updateClientSchema = clientFields.extend(tokenFields.shape).partial();
export type UpdateClient = z.input<typeof updateClientSchema>;

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
  /** Tokens issued with it, ever. */
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
  /** When it was found where others could read it: rotate it. */
  exposed_at: instant.nullable(),
  /** `url`: it came in a URL, which proxies and logs have seen. `report`: a secret scanner reported it. */
  exposed_in: z.enum(['url', 'report']).nullable(),
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
  profile: z.enum(['gooclaim', 'opencrvs']),
  opencrvs_issuer: z.string(),
  opencrvs_audience: z.array(z.string()),
  /** Null for the profile's own. */
  token_life_seconds: z.number().int().nullable(),
  token_typ: z.enum(['JWT', 'at+jwt']),
  dpop_bound_access_tokens: z.boolean(),
  allowed_networks: z.array(z.string()),
  resources: z.array(z.string()),
  jwks_uri: z.string().nullable(),
  /** The pasted key set, as it was pasted: public keys only. */
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).nullable(),
  /** Last use of each key that was ever used, newest first. */
  key_uses: z.array(
    z.object({
      /** `jwk_` and the thumbprint (RFC 7638), as in `cred`. */
      key_id: z.string(),
      last_use: secretUseSchema,
    }),
  ),
  /** Tokens issued before this are ended. */
  tokens_not_before: instant.nullable(),
  /** Newest first; live ones and those that ended in the last 30 days. */
  secrets: z.array(secretSchema),
});
export type ClientView = z.infer<typeof clientSchema>;

/** GET, PATCH /api/portal/clients/{client_id}; POST …/disable, …/enable; DELETE …/secrets/{secret_id} */
export const clientAnswerSchema = z.object({ client: clientSchema, now: instant });
/** DELETE /api/portal/clients/{client_id}: 409 for one that is not disabled. */
export const deletedAnswerSchema = z.object({ now: instant });
/** POST …/secrets (201), and POST /api/portal/clients (201) for a client with a secret: it is in no other answer. */
export const newSecretAnswerSchema = clientAnswerSchema.extend({
  secret_id: z.string(),
  client_secret: z.string(),
});
export type NewSecretAnswer = z.infer<typeof newSecretAnswerSchema>;
/** POST /api/portal/clients (201): without a secret for a client that authenticates by its key. */
export const newClientAnswerSchema = clientAnswerSchema.extend({
  secret_id: z.string().nullable(),
  client_secret: z.string().nullable(),
});
export type NewClientAnswer = z.infer<typeof newClientAnswerSchema>;

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
  user: z.object({
    id: z.string(),
    email: z.string(),
    role: roleSchema,
    /** False for somebody whom single sign-on made: there is none to change. */
    has_password: z.boolean(),
  }),
  tenant: z.object({ id: z.string(), name: z.string() }),
  /** 15 minutes after the last refresh. */
  expires_at: instant,
  /** 8 hours after sign-in; no refresh reaches past it. */
  ends_at: instant,
  now: instant,
});
export type SessionView = z.infer<typeof sessionSchema>;

/** GET, PATCH /api/portal/tenant; POST /api/portal/tenant/end-tokens */
export const tenantAnswerSchema = z.object({
  tenant: z.object({
    id: z.string(),
    name: z.string(),
    /** Whether this tenant's admins run the installation, and so its signing keys. */
    operator: z.boolean(),
    /** False: "no shared secrets"; clients authenticate by private_key_jwt only. */
    secrets_allowed: z.boolean(),
    /** Whether a client may rotate its own secret. */
    self_rotation: z.boolean(),
    /** How long the old secret lives on then. */
    secret_overlap_seconds: z.number().int(),
    /** Days after which a secret is to be replaced; null where the tenant sets none. No secret ends by its age. */
    secret_max_age_days: z.number().int().nullable(),
    /** The overlap that the portal offers first when somebody rotates. */
    rotation_overlap_seconds: z.number().int(),
    /** What a report of a leaked secret does, beside flagging it. */
    leaked_secret_action: z.enum(['flag', 'retire']),
    /** Whether people who sign in with a password must prove a second factor. */
    second_factor_required: z.boolean(),
    /** Audiences beside gooclaim-api. */
    resources: z.array(z.string()),
    tokens_not_before: instant.nullable(),
  }),
  now: instant,
});
export type TenantView = z.infer<typeof tenantAnswerSchema>['tenant'];

/** PATCH /api/portal/tenant. 409 for a resource that clients still name, or that is not to be had. */
export const updateTenantSchema = z
  .strictObject({
    secrets_allowed: z.boolean(),
    self_rotation: z.boolean(),
    secret_overlap_seconds: z.number().int().min(300, 'At least 5 minutes').max(2_592_000, 'At most 30 days'),
    secret_max_age_days: maxAgeDaysSchema,
    rotation_overlap_seconds: z.literal(KEPT_OVERLAPS),
    leaked_secret_action: z.enum(['flag', 'retire']),
    /** 409 when whoever asks for it has none. */
    second_factor_required: z.boolean(),
    resources: resourcesSchema,
  })
  .partial();
export type UpdateTenant = z.input<typeof updateTenantSchema>;

const signingKeySchema = z.object({
  kid: z.string(),
  /** Published ahead, signing, still verifying, or gone. */
  state: z.enum(['next', 'active', 'retiring', 'retired']),
  /** Bits of the modulus. */
  size: z.number().int(),
  created_at: instant,
  activated_at: instant.nullable(),
  retiring_at: instant.nullable(),
  retired_at: instant.nullable(),
  /** Ended in an emergency, with every token it signed. */
  revoked_at: instant.nullable(),
  /** For `next`: from when every cache of the key set knows it, so that it may sign. */
  signs_from: instant.nullable(),
  /** For `retiring`: when the last token it signed has expired and it leaves the key set. */
  leaves_at: instant.nullable(),
});
export type SigningKeyView = z.infer<typeof signingKeySchema>;
/** GET /api/portal/signing-keys; POST …/rotate; POST …/{kid}/revoke. Newest first. */
export const signingKeysSchema = z.object({
  keys: z.array(signingKeySchema),
  /** Days between rotations. */
  rotation_days: z.number().int(),
  /** When the active key is due to be replaced. */
  next_rotation_at: instant.nullable(),
  /** Whether this person may rotate and revoke. */
  may_manage: z.boolean(),
  now: instant,
});
export type SigningKeysView = z.infer<typeof signingKeysSchema>;

/** POST /api/portal/signing-keys/rotate. 409 while the next key is too young, unless `at_once`. */
export const rotateSigningKeySchema = z.strictObject({ at_once: z.boolean().default(false) });
/** POST /api/portal/signing-keys/{kid}/revoke: an emergency; every token of that key is dead. */
export const revokeSigningKeySchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .max(200, 'At most 200 characters')
    .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'No control characters')
    .default(''),
});

/** POST /api/portal/password: the one call open to a person who must change a one-time password first. */
export const changePasswordSchema = z.strictObject({
  current_password: z.string().min(1, 'Enter your current password').max(128),
  new_password: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** POST /api/portal/debugger: this service's own verdict on a pasted token. The token is in the body only. */
export const debugTokenSchema = z.strictObject({ token: z.string().min(1).max(LONGEST_DEBUGGED) });
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
  /** For a person's token of one's own tenant. */
  user: z.object({ id: z.string(), email: z.string() }).nullable(),
  /** The app they were signed in to; null for the portal. */
  app: z.object({ id: z.string(), name: z.string() }).nullable(),
  issued: z
    .object({ at: instant, address: z.string(), user_agent: z.string(), request_id: z.string() })
    .nullable(),
  now: instant,
});
export type DebugVerdict = z.infer<typeof debugVerdictSchema>;
