import { newId } from '../ids';
import type { NewSecretRow } from './ports';
import { newClientSecret, secretDigest } from './secret';
import type { OAuthServices } from './services';

/**
 * A new secret and the row that stands for it: the text is never stored.
 *
 * @param createdBy whoever asked for it, as the portal shows it
 */
export function mintSecret(
  clientId: string,
  createdBy: string,
  now: Date,
  { environment, pepper }: Pick<OAuthServices, 'environment' | 'pepper'>,
): { clientSecret: string; row: NewSecretRow } {
  const clientSecret = newClientSecret(environment);
  return {
    clientSecret,
    row: {
      id: newId('sec'),
      clientId,
      digest: secretDigest(clientSecret, pepper),
      hint: clientSecret.slice(-4),
      createdAt: now,
      createdBy,
    },
  };
}
