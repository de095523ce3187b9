import type * as z from 'zod';
import type { testSecretSchema } from '@/lib/contract/secret-diagnosis';
import { portalFetch } from './portal-api';

const secretTestSchema = async () => (await import('@/lib/contract/secret-diagnosis')).secretTestSchema;

/**
 * What a pasted secret is; of one client, or whosever it is. No mutation: those keep what they were given in a cache
 * that outlives the page.
 */
export const testSecret = (clientId: string | undefined, body: z.input<typeof testSecretSchema>) =>
  portalFetch(
    clientId === undefined
      ? '/api/portal/secrets/test'
      : `/api/portal/clients/${encodeURIComponent(clientId)}/secrets/test`,
    { method: 'POST', body, schema: secretTestSchema },
  );
