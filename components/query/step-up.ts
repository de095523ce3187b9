import type * as z from 'zod';
import { type proofSchema, stepUpSchema } from '@/lib/contract/factors';
import { sessionSchema } from '@/lib/contract/portal';
import { portalFetch } from './portal-api';

const STEP_UP = '/api/portal/session/step-up' as const;

/** What this person can prove now. */
export const readStepUp = () => portalFetch(STEP_UP, { schema: stepUpSchema });

/** Proves it. The session has a new cookie then. */
export const proveFactor = (body: z.input<typeof proofSchema>) =>
  portalFetch(STEP_UP, { method: 'POST', body, schema: sessionSchema });
