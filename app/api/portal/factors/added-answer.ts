import type { Added } from '@/lib/auth/enrolment';
import { listFactors } from '@/lib/auth/own-factors';
import type { PortalContainer } from '@/lib/portal-container';
import { isoNow } from '../portal-route';

/** A new factor, with the session's new cookie. */
export async function addedAnswer(
  { id, session, recoveryCodes }: Added,
  services: PortalContainer,
  renewCookie: (id: string, endsAt: Date) => void,
) {
  renewCookie(id, session.endsAt);
  return {
    factors: await listFactors(session, services),
    recovery_codes: recoveryCodes,
    now: isoNow(services),
  };
}
