import type { UseFormReturn } from 'react-hook-form';
import * as z from 'zod';
import { asLines, linesSchema } from '@/components/forms/lines';
import {
  audienceSchema,
  opencrvsIssuerSchema,
  resourcesSchema,
  tokenLifeSchema,
} from '@/lib/contract/client-fields';
import type { ClientView, UpdateClient } from '@/lib/contract/portal';

/** What stands in the form. */
interface TokenValues {
  profile: ClientView['profile'];
  opencrvs_issuer: string;
  /** One a line. */
  opencrvs_audience: string;
  /** Empty for the profile's own. */
  token_life_seconds: string;
  token_typ: ClientView['token_typ'];
  resources: string[];
  dpop_bound_access_tokens: boolean;
}

export type TokenForm = UseFormReturn<TokenValues, unknown, UpdateClient>;

const tokenLife = z
  .string()
  .trim()
  .regex(/^\d*$/, 'Whole seconds')
  .transform((text) => (text === '' ? null : Number(text)))
  .pipe(tokenLifeSchema.nullable());

/** Not on the screen with this profile: neither checked nor sent. */
const leftAlone = z.string().transform(() => undefined);

export const tokenFormSchema: z.ZodType<UpdateClient, TokenValues> = z.discriminatedUnion('profile', [
  z.object({
    profile: z.literal('gooclaim'),
    token_life_seconds: tokenLife,
    token_typ: z.enum(['JWT', 'at+jwt']),
    resources: resourcesSchema,
    dpop_bound_access_tokens: z.boolean(),
    opencrvs_issuer: leftAlone,
    opencrvs_audience: leftAlone,
  }),
  z.object({
    profile: z.literal('opencrvs'),
    token_life_seconds: tokenLife,
    // An OpenCRVS token has no place for these.
    token_typ: z.enum(['JWT', 'at+jwt']).transform(() => 'JWT' as const),
    resources: resourcesSchema.transform((): string[] => []),
    dpop_bound_access_tokens: z.boolean().transform(() => false),
    opencrvs_issuer: opencrvsIssuerSchema,
    opencrvs_audience: linesSchema(audienceSchema),
  }),
]);

export const tokenValues = (client: ClientView): TokenValues => ({
  profile: client.profile,
  opencrvs_issuer: client.opencrvs_issuer,
  opencrvs_audience: asLines(client.opencrvs_audience),
  token_life_seconds: client.token_life_seconds === null ? '' : String(client.token_life_seconds),
  token_typ: client.token_typ,
  resources: client.resources,
  dpop_bound_access_tokens: client.dpop_bound_access_tokens,
});
