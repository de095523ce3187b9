import * as z from 'zod';
import { WEBHOOK_EVENT_TYPES } from './webhook-events';

/** Webhooks (Standard Webhooks 1.0), as the portal's pages and its handlers speak of them. Times as in `portal.ts`. */
const instant = z.iso.datetime();

/** Where deliveries go. Whether it is public is judged each time a connection is made. */
const urlSchema = z
  .string()
  .trim()
  .min(1, 'Enter the address')
  .max(500, 'At most 500 characters')
  .regex(/^[\x21-\x7E]*$/, 'An address without spaces or special letters')
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === 'https:',
    'An https address, such as https://hooks.example.com/gooclaim',
  )
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, 'Only an address: no user, password or fragment');

const descriptionSchema = z
  .string()
  .trim()
  .max(200, 'At most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'No control characters');

const eventTypesSchema = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .min(1, 'Choose at least one event')
  .refine((types) => new Set(types).size === types.length, 'Each event once');

export const webhookFields = z.strictObject({
  url: urlSchema,
  description: descriptionSchema,
  event_types: eventTypesSchema,
});

/** POST /api/portal/webhooks (201). 409 for more than 10. */
export const createWebhookSchema = webhookFields.extend({ description: descriptionSchema.default('') });
export type CreateWebhook = z.input<typeof createWebhookSchema>;

/** PATCH /api/portal/webhooks/{id}. What is not sent stays as it is. */
export const updateWebhookSchema = webhookFields.extend({ enabled: z.boolean() }).partial();
export type UpdateWebhook = z.input<typeof updateWebhookSchema>;

/** How long the old secret signs beside the new one: a receiver takes either signature. */
export const WEBHOOK_OVERLAPS = [
  { seconds: 86_400, words: 'A day' },
  { seconds: 604_800, words: 'A week' },
  { seconds: 3_600, words: 'An hour' },
  { seconds: 0, words: 'Not at all: it was seen by others' },
] as const;

/** POST /api/portal/webhooks/{id}/secret */
export const rotateWebhookSecretSchema = z.strictObject({
  overlap_seconds: z.literal(WEBHOOK_OVERLAPS.map(({ seconds }) => seconds)),
});
export type RotateWebhookSecret = z.infer<typeof rotateWebhookSecretSchema>;

const endpointSchema = z.object({
  id: z.string(),
  /** The host alone for whoever may not change it. */
  url: z.string(),
  description: z.string(),
  event_types: z.array(z.string()),
  enabled: z.boolean(),
  /** Why the service itself switched it off. */
  disabled_reason: z.enum(['failing', 'gone']).nullable(),
  /** Since when every try has failed. */
  failing_since: instant.nullable(),
  created_at: instant,
  created_by: z.string(),
  updated_at: instant,
  /** Newest first: the one that signs, and in an overlap the one before it. */
  secrets: z.array(z.object({ created_at: instant, hint: z.string(), ends_at: instant.nullable() })),
});
export type WebhookView = z.infer<typeof endpointSchema>;

/** GET /api/portal/webhooks: newest first. DELETE …/{id} answers with it too. */
export const webhookListSchema = z.object({ webhooks: z.array(endpointSchema), now: instant });
/** GET, PATCH /api/portal/webhooks/{id} */
export const webhookAnswerSchema = z.object({ webhook: endpointSchema, now: instant });
/** POST /api/portal/webhooks (201) and POST …/{id}/secret (201): the secret is in no other answer. */
export const webhookSecretAnswerSchema = webhookAnswerSchema.extend({ secret: z.string() });
export type WebhookSecretAnswer = z.infer<typeof webhookSecretAnswerSchema>;

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const deliverySchema = z.object({
  id: z.string(),
  /** `webhook-id` of every try, and of what is sent again by hand: a receiver knows it twice. */
  event_id: z.string(),
  event_type: z.string(),
  state: z.enum(DELIVERY_STATES),
  created_at: instant,
  tries: z.number().int(),
  /** Of one that waits. */
  next_try_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** The delivery that somebody sent again by this one. */
  redelivery_of: z.string().nullable(),
  /** What the last try was answered with, or why it was not. */
  last_status: z.number().int().nullable(),
  last_fault: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliverySchema>;

/** GET /api/portal/webhooks/{id}/deliveries: newest first, 25 at a time. */
export const deliveryQuerySchema = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  /** `next` of the page before. */
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export const deliveryListSchema = z.object({
  deliveries: z.array(deliverySchema),
  next: z.string().nullable(),
  now: instant,
});

/** GET /api/portal/webhooks/{id}/deliveries/{delivery_id}; POST …/redeliver and POST …/{id}/test (201) answer with the new one. */
export const deliveryAnswerSchema = z.object({
  delivery: deliverySchema.extend({
    /** What is signed and sent, to the letter. */
    body: z.string(),
    attempts: z.array(
      z.object({
        number: z.number().int(),
        at: instant,
        duration_ms: z.number().int(),
        status: z.number().int().nullable(),
        fault: z.string().nullable(),
        /** The beginning of the answer, as text; empty for whoever may not see the whole address. */
        answer: z.string(),
      }),
    ),
  }),
  now: instant,
});
export type DeliveryDetail = z.infer<typeof deliveryAnswerSchema>['delivery'];
