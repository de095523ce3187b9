import type * as z from 'zod';
import type { proofSchema } from '@/lib/contract/factors';
import { portalFetch } from './portal-api';

const stepUpSchema = async () => (await import('@/lib/contract/factors')).stepUpSchema;
const sessionSchema = async () => (await import('@/lib/contract/portal')).sessionSchema;

const STEP_UP = '/api/portal/session/step-up' as const;

/** What this person can prove now. */
export const readStepUp = () => portalFetch(STEP_UP, { schema: stepUpSchema });

/** Proves it. The session has a new cookie then. */
export const proveFactor = (body: z.input<typeof proofSchema>) =>
  portalFetch(STEP_UP, { method: 'POST', body, schema: sessionSchema });
