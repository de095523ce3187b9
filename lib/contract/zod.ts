import { z } from 'zod';

/**
 * zod, for whatever also runs in a browser. It compiles schemas with `new Function` where it can, and finds out by
 * trying, which our content security policy reports as a violation: it is told not to before any schema is made.
 */
if (typeof window !== 'undefined') z.config({ jitless: true });

export { z };
