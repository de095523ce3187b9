import { isFirstStart, onboardTenant } from '@/lib/admin/onboard';
import { Refusal } from '@/lib/admin/refusal';
import { hashPassword } from '@/lib/auth/password';
import type { Container } from '@/lib/container';
import { randomBase62 } from '@/lib/ids';

const DEMO_ADMIN = 'admin@demo.gooclaim.test';

/** What a newcomer needs once: never stored in the clear, so it cannot be printed again. */
export interface Demo {
  email: string;
  password: string;
  clientId: string;
  clientSecret: string;
}

/** On the first start of a local database: a tenant to look around in. @returns undefined on every later one */
export async function createDemo(services: Container): Promise<Demo | undefined> {
  if (!(await isFirstStart(services))) return undefined;
  const password = randomBase62().slice(0, 20);
  try {
    const { clientId, clientSecret } = await onboardTenant(
      {
        tenantName: 'Demo TPA',
        adminEmail: DEMO_ADMIN,
        passwordHash: await hashPassword(password),
        mustChangePassword: false,
        clientName: 'Demo backend',
        scopes: ['workflow:read', 'audit:read'],
      },
      services,
    );
    return { email: DEMO_ADMIN, password, clientId, clientSecret };
  } catch (cause) {
    // Of two first starts at once the other one made it, and printed it.
    if (Refusal.is(cause)) return undefined;
    throw cause;
  }
}
