import type * as z from 'zod';
import { jwksSchema } from '@/lib/contract/client-fields';

export type KeySet = z.output<typeof jwksSchema>;

/** The set a client has, or undefined when what is stored is not one. */
export const asKeySet = (jwks: unknown): KeySet | undefined => jwksSchema.safeParse(jwks).data;

const NOT_A_SET = 'Not a JWK set: {"keys": [ … ]} in JSON';

/**
 * Reads a pasted JWK set, or one key alone.
 *
 * @param before keys that are registered already, to which these come
 * @returns the whole set, or what is wrong with what was pasted
 */
export function readKeySet(text: string, before: KeySet['keys'] = []): KeySet | { error: string } {
  if (/PRIVATE KEY-----/.test(text))
    return {
      error: 'This is a private key: paste the public one, and replace this one, since it has been shown',
    };
  const pasted = parseJson(text);
  if (typeof pasted !== 'object' || pasted === null || Array.isArray(pasted)) return { error: NOT_A_SET };
  const set: Record<string, unknown> = 'kty' in pasted ? { keys: [pasted] } : { ...pasted };
  if (!Array.isArray(set.keys)) return { error: NOT_A_SET };
  const parsed = jwksSchema.safeParse({ ...set, keys: [...before, ...set.keys] });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [, index] = issue?.path ?? [];
  const message = issue?.message ?? NOT_A_SET;
  return {
    error:
      typeof index === 'number' && set.keys.length > 1
        ? `Key ${index - before.length + 1}: ${message}`
        : message,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
