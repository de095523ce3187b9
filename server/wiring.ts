import { type Container, container } from '@/lib/container';
import type { Role } from '@/lib/env';
import { startWebhooks } from './webhooks';

/** The services of a role, and what begins with the first request. What people need is not even loaded by a process for programs. */
export async function wiring(role: Role): Promise<{ wire: () => Container; begin(): void }> {
  if (role === 'api')
    return {
      wire: container,
      begin() {
        container().liveOn();
        startWebhooks(container());
      },
    };
  const { portalContainer } = await import('@/lib/portal-container');
  return {
    wire: portalContainer,
    begin() {
      portalContainer().liveOn();
      if (role !== 'portal') startWebhooks(portalContainer());
      // Not waited for: a mail server that hangs must not hold up anything.
      void portalContainer().sendNotices();
    },
  };
}
