import * as z from 'zod';
import { BOARD_FILTERS } from './board-filters';

/** The board of a tenant's live secrets. Times are ISO 8601 in UTC. */
const instant = z.iso.datetime();

const boardFilterSchema = z.enum(BOARD_FILTERS.map(({ value }) => value));

/** GET /api/portal/secrets?filter=…&after=… What is due first comes first, 50 a page. */
export const boardQuerySchema = z.strictObject({
  filter: boardFilterSchema.default('all'),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,13}_sec_[A-Za-z0-9]{1,40}$/, 'This page is not to be had')
    .optional(),
});
export type BoardQuery = z.input<typeof boardQuerySchema>;

const boardSecretSchema = z.object({
  id: z.string(),
  hint: z.string(),
  /** `old`: one that a rotation replaced, and that still works. */
  state: z.enum(['current', 'old']),
  client: z.object({ client_id: z.string(), name: z.string(), status: z.enum(['active', 'disabled']) }),
  created_at: instant,
  created_by: z.string(),
  /** When it ends by itself; null for one without an end. */
  expires_at: instant.nullable(),
  /** When the policy wants it replaced; null for one that ends by itself, and where there is no policy. */
  due_at: instant.nullable(),
  exposed_at: instant.nullable(),
  exposed_in: z.enum(['url', 'report']).nullable(),
  last_use: z.object({ at: instant, address: z.string() }).nullable(),
  /** Whether two secrets of its client are live. */
  rotating: z.boolean(),
});
export type BoardSecret = z.infer<typeof boardSecretSchema>;

export const boardSchema = z.object({
  secrets: z.array(boardSecretSchema),
  next: z.string().nullable(),
  /** Of all pages. Disabled clients are not counted as due: nothing uses their secrets. */
  counts: z.object({
    live: z.number().int(),
    overdue: z.number().int(),
    soon: z.number().int(),
    rotating: z.number().int(),
    exposed: z.number().int(),
  }),
  max_age_days: z.number().int().nullable(),
  secrets_allowed: z.boolean(),
  now: instant,
});
export type BoardView = z.infer<typeof boardSchema>;
