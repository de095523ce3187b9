import type { Principal } from './principal';
import { tooMany } from './refusal';
import type { AdminServices } from './services';

/** What reads very much at once, a few times a minute and person. @throws Refusal 429 */
export async function refuseTooManyExports(
  { userId }: Principal,
  { limiter }: Pick<AdminServices, 'limiter'>,
): Promise<void> {
  const { allowed, retryAfter } = await limiter.take('export', userId);
  if (!allowed) throw tooMany(Math.max(1, retryAfter), 'Too many exports: wait a minute.');
}
