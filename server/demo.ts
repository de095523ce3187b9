import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnboarded, isFirstStart, onboardTenant, reissueCredentials } from '@/lib/admin/onboard';
import { hashPassword } from '@/lib/auth/password';
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

/**
 * On the first start of a local database: a tenant to look around in. Credentials that were made and never shown,
 * because the process was killed in between, are lost: a later start makes new ones.
 *
 * @param show prints them; called at most once, while no other start can do the same
 * @returns whether they were shown now
 */
export async function offerDemo(
  { services, dataDir, embedded }: Foundation,
  show: (demo: Demo) => void,
): Promise<boolean> {
  const mark = join(dataDir, 'demo-shown');
  if (existsSync(mark)) return false;
  // Somebody else's database is not ours to put a demo into, unless nobody uses it yet.
  if (!embedded && !(await isFirstStart(services))) return false;

  const password = randomBase62().slice(0, 20);
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
