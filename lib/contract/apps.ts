import * as z from 'zod';

/** Web apps that sign people in here, as the portal's pages and its handlers speak of them. Times as in `portal.ts`. */
const instant = z.iso.datetime();

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * An address an app's people are sent back to. It is compared character by character, so there is one spelling:
 * nothing in it may be read in two ways.
 */
const returnAddress = z
  .string()
  .trim()
  .max(500, 'At most 500 characters')
  .regex(/^[\x21-\x7E]*$/, 'An address without spaces or special letters')
  .refine((text) => !/[*\\]/.test(text), 'The whole address: there are no wildcards')
  .refine((text) => !text.includes('#'), 'No fragment: leave out # and what follows')
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
  }, 'An https address, such as https://copilot.example.com/callback')
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password } = new URL(text);
    return username === '' && password === '';
  }, 'No user or password')
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    return [text, `${text}/`].includes(new URL(text).href);
  }, 'Write it as browsers do: in lower case, without a default port or dots in the path');

const addresses = z
  .array(returnAddress)
  .max(10, 'At most 10')
  .refine((all) => new Set(all).size === all.length, 'Each one once');

export const redirectUrisSchema = addresses.min(1, 'At least one');
export const postLogoutRedirectUrisSchema = addresses;

export const appNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the app a name')
  .max(100, 'At most 100 characters')
  // As of clients: one name must not look like another.
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u, 'No control characters')
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'Give the app a name that can be seen');

const appFields = z.strictObject({
  name: appNameSchema,
  /** Where people come back to with a code (RFC 6749 §3.1.2). */
  redirect_uris: redirectUrisSchema,
  /** Where they may be sent after signing out. */
  post_logout_redirect_uris: postLogoutRedirectUrisSchema,
  /** Whether people may use the MCP server through it. */
  mcp_access: z.boolean(),
});

/** POST /api/portal/apps (201). 409 for more than 50 apps. */
export const createAppSchema = appFields.extend({
  post_logout_redirect_uris: postLogoutRedirectUrisSchema.default([]),
  mcp_access: z.boolean().default(false),
});
export type CreateApp = z.input<typeof createAppSchema>;

/** PATCH /api/portal/apps/{id}. Disabling signs everybody out of it. */
export const updateAppSchema = appFields.extend({ status: z.enum(['active', 'disabled']) }).partial();
export type UpdateApp = z.input<typeof updateAppSchema>;

const appSchema = z.object({
  /** The `client_id` of its requests. There is no secret. */
  id: z.string(),
  name: z.string(),
  redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  mcp_access: z.boolean(),
  status: z.enum(['active', 'disabled']),
  created_at: instant,
  created_by: z.string(),
  updated_at: instant,
  /** Live sessions now. */
  sessions: z.number().int(),
});
export type AppView = z.infer<typeof appSchema>;

/** GET /api/portal/apps: newest first. */
export const appListSchema = z.object({ apps: z.array(appSchema), now: instant });
/** GET, PATCH /api/portal/apps/{id}. DELETE answers with the list. */
export const appAnswerSchema = z.object({ app: appSchema, now: instant });
