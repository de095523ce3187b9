import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnboarded, isFirstStart, onboardTenant, reissueCredentials } from '@/lib/admin/onboard';
import { randomBase62 } from '@/lib/ids';
import type { Foundation } from './foundation';

const DEMO_ADMIN = 'admin@demo.gooclaim.test';

/** What a newcomer needs once: never stored in the clear, so it cannot be printed again. */
export interface Demo {
  email: string;
  password: string;
  clientId: string;
  clientSecret: string;
}

const markOf = ({ dataDir }: Foundation) => join(dataDir, 'demo-shown');

/** Whether nobody was shown a demo here yet. */
export const isDemoDue = (foundation: Foundation): boolean => !existsSync(markOf(foundation));

/**
 * On the first start of a local database: a tenant to look around in. Credentials that were made and never shown,
 * because the process was killed in between, are lost: a later start makes new ones.
 *
 * @param show prints them; called at most once, while no other start can do the same
 * @returns whether they were shown now
 */
export async function offerDemo(foundation: Foundation, show: (demo: Demo) => void): Promise<boolean> {
  const { services, embedded } = foundation;
  const mark = markOf(foundation);
  // Somebody else's database is not ours to put a demo into, unless nobody uses it yet.
  if (!embedded && !(await isFirstStart(services))) return false;

  const password = randomBase62().slice(0, 20);
  // Loaded here: a process without pages needs it for nothing else.
  const { hashPassword } = await import('@/lib/auth/password');
  const passwordHash = await hashPassword(password);
  return services.exclusively(async () => {
    if (existsSync(mark)) return false;
    const lost = await findOnboarded(DEMO_ADMIN, services);
    const { clientId, clientSecret } = lost
      ? await reissueCredentials(lost, passwordHash, services)
      : await onboardTenant(
          {
            tenantName: 'Demo TPA',
            adminEmail: DEMO_ADMIN,
            passwordHash,
            mustChangePassword: false,
            clientName: 'Demo backend',
            scopes: ['workflow:read', 'audit:read'],
            operator: true,
          },
          services,
        );
    show({ email: DEMO_ADMIN, password, clientId, clientSecret });
    writeFileSync(mark, '', { mode: 0o600 });
    return true;
  });
}
