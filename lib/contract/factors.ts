import * as z from 'zod';

/** Second factors, as the portal's pages and its handlers speak of them. Times as in `portal.ts`. */
const instant = z.iso.datetime();

const totpCode = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Six digits, as your app shows them'));

/** Of a WebAuthn answer only what is looked at, each of bounded size. */
const bytes = z
  .string()
  .max(8_000)
  .regex(/^[A-Za-z0-9_-]*$/);
const credential = {
  id: bytes.min(1).max(1_400),
  rawId: bytes.max(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
  clientExtensionResults: z.record(z.string(), z.unknown()).transform(() => ({})),
};
const attestationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,40}$/))
      .max(10)
      .default([]),
  }),
});
export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.max(200).optional(),
  }),
});
export type Assertion = z.output<typeof assertionSchema>;
export type Attestation = z.output<typeof attestationSchema>;

/** What a browser is handed for `navigator.credentials`: opaque here. */
const ceremony = z.record(z.string(), z.unknown());

/**
 * POST /api/portal/session/step-up: one factor, proven now. It pays what a sign-in still owes, and makes a session
 * fresh for five minutes. The session gets a new cookie.
 */
export const proofSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: totpCode }),
  z.strictObject({
    kind: z.literal('recovery'),
    code: z.string().trim().min(1, 'Enter one of your recovery codes').max(64, 'This is not a recovery code'),
  }),
  z.strictObject({ kind: z.literal('passkey'), assertion: assertionSchema }),
  z.strictObject({
    kind: z.literal('password'),
    password: z.string().min(1, 'Enter your password').max(128, 'At most 128 characters'),
  }),
]);
export type Proof = z.output<typeof proofSchema>;
export type ProofKind = Proof['kind'];

/** GET /api/portal/session/step-up: what this person can prove, strongest first; none for single sign-on alone. */
export const stepUpSchema = z.object({
  methods: z.array(z.enum(['passkey', 'totp', 'recovery', 'password'])),
  /** For `passkey`; good for five minutes and one answer. */
  passkey_options: ceremony.nullable(),
  now: instant,
});
export type StepUp = z.output<typeof stepUpSchema>;

const passkeySchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: instant,
  last_used_at: instant.nullable(),
  /** Whether it is in more than one device. */
  synced: z.boolean(),
});
export type PasskeyView = z.infer<typeof passkeySchema>;

const factorsSchema = z.object({
  totp: z.object({ created_at: instant }).nullable(),
  passkeys: z.array(passkeySchema),
  /** How many are left. */
  recovery_codes: z.number().int(),
  /** Whether the tenant requires a second factor. */
  required: z.boolean(),
});
export type FactorsView = z.infer<typeof factorsSchema>;

/** GET /api/portal/factors: one's own; DELETE …/totp; PATCH, DELETE …/passkeys/{id}. */
export const factorsAnswerSchema = z.object({ factors: factorsSchema, now: instant });
/**
 * POST …/totp/confirm; POST …/passkeys; POST …/recovery-codes (201). `recovery_codes`: new ones, which are in no other
 * answer; null where there are still some.
 */
export const addedFactorSchema = factorsAnswerSchema.extend({
  recovery_codes: z.array(z.string()).nullable(),
});
export type AddedFactor = z.output<typeof addedFactorSchema>;

/** POST /api/portal/factors/totp (201): a secret for an authenticator app, which counts once a code has confirmed it. */
export const offeredTotpSchema = z.object({
  /** Base32. */
  secret: z.string(),
  /** `otpauth://…`, for a QR code. */
  uri: z.string(),
});
export type OfferedTotp = z.output<typeof offeredTotpSchema>;
export const confirmTotpSchema = z.strictObject({ code: totpCode });

const passkeyName = z
  .string()
  .trim()
  .min(1, 'Give it a name')
  .max(60, 'At most 60 characters')
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'No control characters');
/** POST /api/portal/factors/passkeys/options */
export const passkeyOptionsSchema = z.object({ options: ceremony });
export const newPasskeySchema = z.strictObject({ name: passkeyName, attestation: attestationSchema });
export const renamePasskeySchema = z.strictObject({ name: passkeyName });
