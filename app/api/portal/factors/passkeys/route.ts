import { addPasskey } from '@/lib/auth/enrolment';
import { newPasskeySchema } from '@/lib/contract/factors';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../../portal-route';
import { addedAnswer } from '../added-answer';

export const POST = portalRoute(
  async ({ request, services, renewCookie, ...who }) => {
    const wanted = await readBody(request, newPasskeySchema);
    return addedAnswer(await addPasskey(who, wanted, services), services, renewCookie);
  },
  { success: 201, owing: ['enrolment'] },
);
