import * as z from 'zod';
import { confirmTotpSchema } from '@/lib/contract/factors';

/** What is typed to prove who one is, by the name of its field. */
export const PROOF_RULES = {
  totp: z.object({ code: confirmTotpSchema.shape.code }),
  recovery: z.object({ code: z.string().trim().min(1, 'Enter one of your recovery codes').max(64) }),
  password: z.object({ password: z.string().min(1, 'Enter your password').max(128) }),
} as const;
