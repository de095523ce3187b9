import type { DeliveryServices } from '../mail/delivery';
import { noticeLetter } from '../mail/letters';
import type { Origin, ReplayGuard } from '../oauth/ports';
import type { SignInServices } from './sign-in';

/** What second factors work with. */
export interface FactorServices extends SignInServices, DeliveryServices {
  issuer: string;
  /** Keys of what is kept are derived from it. */
  pepper: Uint8Array;
  replays: ReplayGuard;
}

/**
 * Tells a person what happened to their account: whoever did not do it learns of it. Nobody waits for the mail, and
 * where none is set up the audit log has it.
 */
export function notify(
  email: string,
  what: string,
  { address }: Pick<Origin, 'address'>,
  { mailer, log, clock }: Pick<FactorServices, 'mailer' | 'log' | 'clock'>,
): void {
  mailer
    .send({ to: email, ...noticeLetter(what, new Date(clock()), address) })
    .catch((cause: unknown) => log.warn({ err: cause }, 'notice not sent'));
}
