import { randomBytes } from 'node:crypto';
import { newId } from '../ids';
import { derivedKey } from '../keys/derived-key';
import { aesGcmSealer, type Sealer } from '../keys/seal';
import type { webhookSecrets } from '../store/schema';

/** Standard Webhooks: between 24 and 64 random bytes. */
const SECRET_BYTES = 32;

/**
 * Under a key derived from the pepper: the portal's process, which makes secrets, has that and no key-encryption key. It
 * cannot read one back, for its role in the database may not.
 */
export const webhookSealer = (pepper: Uint8Array): Sealer =>
  aesGcmSealer(derivedKey(pepper, 'gooclaim webhook signing secrets'));

/** A new signing secret: what is shown once, and the row that stands for it. */
export async function mintWebhookSecret(
  endpointId: string,
  now: Date,
  pepper: Uint8Array,
): Promise<{ secret: string; row: typeof webhookSecrets.$inferInsert }> {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  const id = newId('whs');
  const { bytes } = await webhookSealer(pepper).seal(new TextEncoder().encode(secret), id);
  // Before the padding, which all of them end in.
  const hint = secret.replace(/=+$/, '').slice(-4);
  return { secret, row: { id, endpointId, sealed: bytes, hint, createdAt: now, endsAt: null } };
}
