import { describeError } from '@/components/query/portal-api-error';
import { CeremonyError } from './ceremony';

/** Of the browser's passkeys or of the service. */
export const failureWords = (error: unknown): string =>
  error instanceof CeremonyError ? error.message : describeError(error).description;
