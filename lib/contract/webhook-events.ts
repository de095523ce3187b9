/** What a webhook can tell of. `webhook.test` is sent by hand only, so nobody chooses it. */
export const WEBHOOK_EVENTS = {
  'secret.due': 'A secret is due to be replaced, overdue, or ends while it is still used',
  'secret.rotated': 'A client has a new secret, made by a person, by a program or by the client itself',
  'secret.exposed': 'A secret was found where others could read it: in a URL, or by a secret scanner',
  'client.disabled': 'A client was switched off',
  'client.limit_reached': 'A client was refused for calling too often; once an hour at most',
  'signing_key.rotated': 'Another key signs tokens from now on',
  'signing_key.revoked': 'A signing key was ended in an emergency, with every token it signed',
} as const;

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;
export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[];

export type SentEventType = WebhookEventType | 'webhook.test';
