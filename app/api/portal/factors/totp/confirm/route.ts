import { confirmTotp } from '@/lib/auth/enrolment';
import { confirmTotpSchema } from '@/lib/contract/factors';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../../../portal-route';
import { addedAnswer } from '../../added-answer';

export const POST = portalRoute(
  async ({ request, services, renewCookie, ...who }) => {
    const { code } = await readBody(request, confirmTotpSchema);
    return addedAnswer(await confirmTotp(who, code, services), services, renewCookie);
  },
  { success: 201, owing: ['enrolment'] },
);
