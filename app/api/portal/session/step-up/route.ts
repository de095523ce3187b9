import { sessionView } from '@/lib/auth/sessions';
import { stepUp, stepUpMethods } from '@/lib/auth/step-up';
import { proofSchema } from '@/lib/contract/factors';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

/** Where a second factor is owed, and for whoever sets one up while longer about it than a factor is fresh. */
const owing = ['second_factor', 'enrolment'] as const;

export const GET = portalRoute(
  async ({ session, services }) => ({ ...(await stepUpMethods(session, services)), now: isoNow(services) }),
  { owing },
);

export const POST = portalRoute(
  async ({ request, services, renewCookie, ...who }) => {
    const { id, session } = await stepUp(await readBody(request, proofSchema), who, services);
    renewCookie(id, session.endsAt);
    return sessionView(session, services.clock());
  },
  { owing },
);
