import * as z from 'zod';
import { CLIENT_FILTERS, CLIENT_SORTS, LONGEST_SEARCH, mayBeCredential } from './client-list-terms';

const instant = z.iso.datetime();

/**
 * GET /api/portal/clients?q=…&status=…&sort=…&dir=…&page=…
 *
 * `q`: words that must all stand in the name, the id, the description or a scope. `attention`: active clients whose
 * secrets somebody should look at. `with_secret`: active ones with a live secret; `secret_only`: those of them that have
 * no key to go on with. Ascending by `secret` is the youngest first, by `last_used` the most recent.
 * A page behind the last one answers with the last.
 */
export const clientQuerySchema = z.object({
  q: z
    .string()
    .max(LONGEST_SEARCH, `At most ${LONGEST_SEARCH} characters`)
    .refine((text) => !mayBeCredential(text), 'This may be a secret or a token: it is not searched for')
    .default(''),
  status: z.enum(CLIENT_FILTERS).default('all'),
  sort: z.enum(CLIENT_SORTS).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  /** From 1. */
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});
export type ClientQuery = z.output<typeof clientQuerySchema>;

/** A live secret, as far as a list shows it. */
const liveSecretSchema = z.object({
  id: z.string(),
  state: z.enum(['current', 'old']),
  created_at: instant,
  exposed_at: instant.nullable(),
  exposed_in: z.enum(['url', 'report']).nullable(),
});

/** A row of the list: what it shows and no more. The client itself has the rest. */
const clientSummarySchema = z.object({
  client_id: z.string(),
  name: z.string(),
  status: z.enum(['active', 'disabled']),
  scopes: z.array(z.string()),
  /** Whether it may authenticate by private_key_jwt. */
  has_keys: z.boolean(),
  last_used_at: instant.nullable(),
  /** Two at most, the newest first. */
  secrets: z.array(liveSecretSchema),
});
export type ClientSummary = z.infer<typeof clientSummarySchema>;

export const clientListSchema = z.object({
  clients: z.array(clientSummarySchema),
  page: z.number().int(),
  /** Clients that the search and the filter leave, over all pages. */
  matching: z.number().int(),
  /** Of the whole tenant, whatever was searched for. */
  counts: z.object({
    all: z.number().int(),
    active: z.number().int(),
    disabled: z.number().int(),
  }),
  now: instant,
});
export type ClientList = z.infer<typeof clientListSchema>;
