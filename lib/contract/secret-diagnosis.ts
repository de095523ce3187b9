import * as z from 'zod';
import { SECRET_STATES, VERDICTS } from './diagnosis-terms';

/**
 * What a presented secret was. It names the mistake, never the text: this is what an audit row keeps of it. A secret of
 * another tenant is as unknown as an invented one.
 */
export const diagnosisSchema = z.object({
  verdict: z.enum(VERDICTS),
  /** Of a secret that was found: what it is. */
  matches: z.enum(SECRET_STATES).optional(),
  secret_id: z.string().optional(),
  client_id: z.string().optional(),
  /** When it ended. */
  since: z.iso.datetime().optional(),
  /** The word in the prefix, of one for another environment. */
  environment: z.string().optional(),
  /** This installation's word. */
  expected_environment: z.string().optional(),
});
export type SecretDiagnosis = z.infer<typeof diagnosisSchema>;

/** POST /api/portal/clients/{client_id}/secrets/test and POST /api/portal/secrets/test: no token is issued. */
export const testSecretSchema = z.strictObject({
  // Not trimmed: a blank at its end is what one may be looking for.
  secret: z.string().min(1, 'Paste the secret').max(1000, 'At most 1,000 characters: paste the secret alone'),
});
export const secretTestSchema = z.object({
  diagnosis: diagnosisSchema,
  /** Whose it is, where it is one of the tenant's. */
  client: z.object({ client_id: z.string(), name: z.string() }).nullable(),
  now: z.iso.datetime(),
});
export type SecretTest = z.infer<typeof secretTestSchema>;
