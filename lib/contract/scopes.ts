import * as z from 'zod';
import { SCOPE_TOKEN, SCOPE_TOKEN_WORDS } from './scope-terms';

export const scopeTokenSchema = z.string().regex(SCOPE_TOKEN, SCOPE_TOKEN_WORDS);

export const scopesSchema = z
  .array(scopeTokenSchema)
  .max(50, 'At most 50 scopes')
  .refine((scopes) => new Set(scopes).size === scopes.length, 'Each scope once');
