import { noticeLetter } from './letters';
import type { Mailer } from './mailer';

export interface NoticeServices {
  mailer: Mailer;
  log: { warn(fields: object, message: string): void };
  clock: () => number;
}

/**
 * Tells a person what happened to their account: whoever did not do it learns of it. Nobody waits for the mail, and
 * where none is set up the audit log has it.
 *
 * @param address where it was done from
 */
export function notify(
  email: string,
  what: string,
  { address }: { address: string },
  { mailer, log, clock }: NoticeServices,
): void {
  mailer
    .send({ to: email, ...noticeLetter(what, new Date(clock()), address) })
    .catch((cause: unknown) => log.warn({ err: cause }, 'notice not sent'));
}
