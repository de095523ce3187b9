import { type Container, container } from '@/lib/container';
import type { Role } from '@/lib/env';

/** The services of a role. What people need is not even loaded by a process for programs. */
export async function wiring(role: Role): Promise<{ wire: () => Container; begin(): void }> {
  if (role === 'api') return { wire: container, begin() {} };
  const { portalContainer } = await import('@/lib/portal-container');
  return {
    wire: portalContainer,
    // Not waited for: a mail server that hangs must not hold up anything.
    begin: () => void portalContainer().sendNotices(),
  };
}
