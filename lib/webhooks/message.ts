import { Webhook } from 'standardwebhooks';

/**
 * The headers of one try.
 *
 * @param secrets `whsec_…`, all that sign now: a receiver takes the signature that it knows the secret of
 * @param at of this try: receivers refuse what is older than five minutes
 */
export const signedHeaders = (
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
});
