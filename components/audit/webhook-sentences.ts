import { fieldNames, type Sentences } from './words';

const FIELDS: Record<string, string> = {
  url: 'the address',
  description: 'the description',
  event_types: 'the events',
  enabled: 'whether it is on',
};

export const WEBHOOK_SENTENCES: Sentences<'webhooks'> = {
  'webhook.created': () => 'Added a webhook',
  'webhook.updated': ({ detail }) =>
    `Changed ${fieldNames(detail.after, FIELDS, 'the settings')} of a webhook`,
  'webhook.deleted': () => 'Deleted a webhook',
  'webhook.secret_rotated': () => 'Rotated the signing secret of a webhook',
  'webhook.test_sent': () => 'Sent a test event to a webhook',
  'webhook.redelivered': ({ detail }) => `Sent ${String(detail.event_type ?? 'an event')} to a webhook again`,
  'webhook.switched_off': ({ detail }) =>
    detail.reason === 'gone'
      ? 'A webhook was switched off: its address answered that it is gone for good'
      : 'A webhook was switched off: for five days nothing reached it',
};
