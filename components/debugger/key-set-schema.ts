import * as z from 'zod';

/** RFC 7517 §5, as far as it is used here; private members would not be there, and are dropped if they are. */
export const keySetSchema = z.object({
  keys: z.array(z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() })),
});
