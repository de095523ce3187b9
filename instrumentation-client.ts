import { config } from 'zod';

// Runs before any other script of ours. zod compiles schemas with `new Function` where it can, and finds out by trying,
// which our content security policy reports as a violation.
config({ jitless: true });
