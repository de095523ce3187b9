import * as z from 'zod';
import { AUDIT_ACTIONS, AUDIT_GROUPS, type AuditAction, type AuditGroup } from './audit-actions';
import { EXPORT_FORMATS } from './audit-export';
import { mayBeCredential } from './client-list-terms';
import { activitySchema } from './portal';

/** The audit log, as its page and its handlers speak of it. Times as in `portal.ts`. */
const instant = z.iso
  .datetime({ message: 'A time such as 2026-03-01T12:00:00Z' })
  // The database knows no year 0, and the log nothing older than itself.
  .refine((text) => text >= '1970', 'A time since 1970');

/** An id or an address: nothing of it needs more. Looked for as it stands. */
const term = z
  .string()
  .trim()
  .min(1)
  .max(200, 'At most 200 characters')
  .regex(/^[\x21-\x7E]*$/, 'No blanks or control characters')
  .refine((text) => !mayBeCredential(text), 'This may be a secret or a token: it is not searched for');

const keysOf = <Key extends string>(table: Record<Key, unknown>) => Object.keys(table) as [Key, ...Key[]];

/** Which rows are wanted; each condition narrows. */
const filterShape = {
  /** Inclusive. */
  from: instant,
  /** Exclusive. */
  to: instant,
  group: z.enum(keysOf<AuditGroup>(AUDIT_GROUPS)),
  action: z.enum(AUDIT_ACTIONS as [AuditAction, ...AuditAction[]]),
  outcome: z.enum(['success', 'failure']),
  /** Who did it: an id, or the email address of a person of one's own tenant. */
  actor: term,
  /** What it was done to: an id. */
  target: term,
  /** The network address it came from, exactly. */
  address: term,
  /** `req_…` */
  request: term,
  /** The id of a token. */
  jti: term,
};

const auditFilterSchema = z.strictObject(filterShape).partial();
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** Where to go on: when the last row was written, in milliseconds, and its id. */
const cursorSchema = z.string().refine((text) => {
  const [, at, id] = /^(\d{1,15})-(\d{1,19})$/.exec(text) ?? [];
  // The year 9999 is the last that a time as text has four digits for.
  return at !== undefined && id !== undefined && Number(at) < 253_402_300_800_000 && BigInt(id) < 2n ** 63n;
}, 'Not a cursor of this log');

/** GET /api/portal/audit?… */
export const auditQuerySchema = z
  .strictObject({ ...filterShape, cursor: cursorSchema, limit: z.coerce.number().int().min(1).max(200) })
  .partial();

/** POST /api/portal/audit/export */
export const auditExportSchema = z
  .strictObject(filterShape)
  .partial()
  .extend({ format: z.enum(EXPORT_FORMATS) });

const entrySchema = activitySchema.shape.events.element.extend({
  /** As far as it is a client, an app or a person that still is. */
  target_name: z.string().nullable(),
  /** The id of the token it was about. */
  jti: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof entrySchema>;

/** Newest first. */
export const auditPageSchema = z.object({
  events: z.array(entrySchema),
  /** Null at the end of the log. */
  next: z.string().nullable(),
  /** How far back was looked when a page is short but not the last: rows that do not match are passed over in portions. */
  searched_to: z.iso.datetime().nullable(),
  now: z.iso.datetime(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** GET /api/portal/requests/{request_id}: what one's own tenant recorded of a call. 404 for any other. */
export const requestEventsSchema = z.object({ events: z.array(entrySchema), now: z.iso.datetime() });
