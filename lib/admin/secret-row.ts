import { newId } from '../ids';
import { newClientSecret, secretDigest } from '../oauth/secret';
import type { AdminServices } from './services';

/** A new secret and the row that stands for it: the text is never stored. */
export function mintSecret(
  clientId: string,
  createdBy: string,
  now: Date,
  { environment, pepper }: Pick<AdminServices, 'environment' | 'pepper'>,
) {
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
