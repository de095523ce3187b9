import * as z from 'zod';
import { domainSchema } from './domain';
import { HOME } from './home';
import { emailSchema } from './members';
import { roleSchema } from './role-schema';

/** Single sign-on, as the portal's pages and its handlers speak of it. Times as in `portal.ts`. */
const instant = z.iso.datetime();

const printable = (words: string, most: number) =>
  z
    .string()
    .trim()
    .min(1, words)
    .max(most, `At most ${most} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No control characters');

const WELL_KNOWN = /\/\.well-known\/openid-configuration$/;

/** Kept to the letter: it is compared with what tokens say. What is often copied in its place is understood. */
const issuerSchema = printable('Enter the issuer', 500)
  .transform((text) => text.replace(WELL_KNOWN, ''))
  .refine(
    (text) => /^https?:\/\//.test(text) && URL.canParse(text),
    'Enter an address that begins with https://',
  )
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { search, hash, username, password } = new URL(text);
    return !/[?#]/.test(text) && search + hash + username + password === '';
  }, 'No query, fragment, user or password');

const scopesSchema = z
  .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/, 'Scopes have spaces between them'))
  .max(20, 'At most 20 scopes')
  .refine((scopes) => scopes.includes('openid'), 'openid must be among them');

const roleMappingSchema = z
  .array(z.strictObject({ value: printable('Enter what the claim says', 200), role: roleSchema }))
  .max(50, 'At most 50 rows')
  .refine(
    (rows) => new Set(rows.map(({ value }) => value)).size === rows.length,
    'The same value twice: a value gives one role',
  );

/**
 * POST /api/portal/sso: makes the connection, or replaces what it says. `client_secret` left out keeps the one there is.
 * `enforced` can be switched on only after a sign-in on trial of one's own.
 */
export const saveSsoSchema = z
  .strictObject({
    issuer: issuerSchema,
    client_id: printable('Enter the client ID', 300),
    client_secret: printable('Enter the client secret', 500).optional(),
    scopes: scopesSchema,
    /** A claim of the ID token or of the userinfo answer: a text or a list of texts. */
    role_claim: printable('Enter the name of the claim', 200).nullable(),
    /** Of several that fit, the one that may do most counts. */
    role_mapping: roleMappingSchema,
    /** For people whom no row fits; null: they are refused. */
    default_role: roleSchema.nullable(),
    jit: z.boolean(),
    enabled: z.boolean(),
    enforced: z.boolean(),
  })
  .refine(({ role_claim, role_mapping }) => role_claim !== null || role_mapping.length === 0, {
    path: ['role_claim'],
    error: 'Enter the claim that these roles are read from',
  });
export type SaveSso = z.output<typeof saveSsoSchema>;

/** Why a sign-in that the provider answered gives no session. `ok` is the one that does. */
const SSO_OUTCOMES = [
  'ok',
  'cancelled',
  'provider_error',
  'provider_unreachable',
  'answer_refused',
  'secret_unreadable',
  'switched_off',
  'no_email',
  'email_unverified',
  'domain_unverified',
  'address_elsewhere',
  'subject_changed',
  'no_account',
  'no_role',
  'disabled',
  'other_person',
  'not_confirmed',
] as const;
export type SsoOutcome = (typeof SSO_OUTCOMES)[number];

const testSchema = z.object({
  at: instant,
  by: z.string(),
  by_email: z.string(),
  outcome: z.enum(SSO_OUTCOMES),
  /** More words on what went wrong, for whoever sets the provider up. */
  detail: z.string().nullable(),
  email: z.string().nullable(),
  /** The role the person would have. */
  role: roleSchema.nullable(),
  /** What the provider said of them. */
  claims: z.record(z.string(), z.unknown()),
});
export type SsoTest = z.infer<typeof testSchema>;

const connectionSchema = z.object({
  id: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  scopes: z.array(z.string()),
  role_claim: z.string().nullable(),
  role_mapping: z.array(z.object({ value: z.string(), role: roleSchema })),
  default_role: roleSchema.nullable(),
  jit: z.boolean(),
  enabled: z.boolean(),
  enforced: z.boolean(),
  updated_at: instant,
  /** People who are linked to the provider. */
  people: z.number().int(),
  /** Of the settings as they are; the claims only for whoever tried. */
  last_test: testSchema.extend({ mine: z.boolean() }).nullable(),
});
export type SsoConnectionView = z.infer<typeof connectionSchema>;

const domainViewSchema = z.object({
  id: z.string(),
  domain: z.string(),
  record: z.object({ name: z.string(), value: z.string() }),
  created_at: instant,
  verified_at: instant.nullable(),
});
export type DomainView = z.infer<typeof domainViewSchema>;

const viewSchema = z.object({
  connection: connectionSchema.nullable(),
  redirect_uri: z.string(),
  /** Leads straight to the provider. */
  sign_in_link: z.string(),
  domains: z.array(domainViewSchema),
});
export type SsoView = z.infer<typeof viewSchema>;

/** GET, POST, DELETE /api/portal/sso */
export const ssoAnswerSchema = z.object({ sso: viewSchema, now: instant });

const checkSchema = z.object({
  check: z.enum(['discovery', 'issuer', 'endpoints', 'algorithms', 'pkce', 'keys', 'credentials']),
  outcome: z.enum(['pass', 'fail', 'unknown']),
  words: z.string(),
});
export type SsoCheck = z.infer<typeof checkSchema>;
/** POST /api/portal/sso/check: looks at the provider as it is saved. */
export const ssoChecksSchema = z.object({ checks: z.array(checkSchema), now: instant });

/** POST /api/portal/sso/domains (201); DELETE …/{id}; POST …/{id}/check */
export const addDomainSchema = z.strictObject({ domain: domainSchema });
export const domainAnswerSchema = z.object({ domain: domainViewSchema, now: instant });
export const domainCheckSchema = domainAnswerSchema.extend({
  result: z.enum(['verified', 'not_found', 'other_value', 'lookup_failed', 'taken']),
});
export type DomainResult = z.infer<typeof domainCheckSchema>['result'];

/**
 * A path of this portal, the longest being that of an app's authorization request; browsers read `//host` and `/\host`
 * as another site.
 */
const returnToSchema = z
  .string()
  .max(4500)
  .regex(/^\/(?![/\\])[^\p{Cc}\\]*$/u);

/**
 * POST /api/auth/signin/{connection_id}: where to send the browser. `confirm` makes the provider ask again; `test` comes
 * back to the settings, signs nobody in, and is for owners.
 */
export const startSsoSchema = z.strictObject({
  /** Of GET /api/auth/csrf. */
  csrfToken: z.string().max(200),
  intent: z.enum(['sign_in', 'confirm', 'test']),
  return_to: returnToSchema.default(HOME),
  login_hint: emailSchema.optional(),
});
export type StartSso = z.input<typeof startSsoSchema>;
export const startedSsoSchema = z.object({ url: z.string() });

/** POST /api/account/sso: by the domain alone; whether there is an account is not looked at. */
export const findSsoSchema = z.strictObject({ email: emailSchema });
export const foundSsoSchema = z.object({ connection_id: z.string().nullable() });
