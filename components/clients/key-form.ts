import type { UseFormReturn } from 'react-hook-form';
import * as z from 'zod';
import { jwksUriSchema } from '@/lib/contract/client-fields';
import { type KeySet, readKeySet } from './key-set-text';

/** What stands in the form. Never kept as a draft: somebody may paste a private key by mistake. */
interface KeyValues {
  source: 'jwks' | 'jwks_uri';
  jwks: string;
  jwks_uri: string;
}

/** Both, since setting one clears the other. */
export type KeyChange = { jwks: KeySet; jwks_uri: null } | { jwks: null; jwks_uri: string };

export type KeyForm = UseFormReturn<KeyValues, unknown, KeyChange>;

export const NO_KEYS: KeyValues = { source: 'jwks', jwks: '', jwks_uri: '' };

/** @param before keys to which the pasted ones come */
export function keyFormSchema(before: KeySet['keys'] = []): z.ZodType<KeyChange, KeyValues> {
  return z
    .object({ source: z.enum(['jwks', 'jwks_uri']), jwks: z.string(), jwks_uri: z.string() })
    .transform(({ source, jwks, jwks_uri }, context): KeyChange => {
      if (source === 'jwks_uri') {
        const address = jwksUriSchema.safeParse(jwks_uri);
        if (address.success) return { jwks: null, jwks_uri: address.data };
        const message = address.error.issues[0]?.message;
        context.addIssue({ code: 'custom', path: ['jwks_uri'], message });
        return z.NEVER;
      }
      const set = readKeySet(jwks, before);
      if (!('error' in set)) return { jwks: set, jwks_uri: null };
      context.addIssue({ code: 'custom', path: ['jwks'], message: set.error });
      return z.NEVER;
    });
}
