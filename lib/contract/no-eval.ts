import { z } from 'zod';

/**
 * zod compiles schemas with `new Function` where it can, and finds out by trying. Under our content security policy a
 * browser reports that as a violation. Imported before the first schema is made.
 */
if (typeof window !== 'undefined') z.config({ jitless: true });
