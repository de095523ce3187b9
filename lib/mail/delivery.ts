import type { Delivery } from '../contract/members';
import type { Mail, Mailer } from './mailer';

export interface DeliveryServices {
  mailer: Mailer;
  /** Where mail is not set up on one's own machine, links are printed. */
  printLinks: boolean;
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

/** Sends a link, and says what became of it. A link that no mail carries is told, to be passed on by hand. */
export async function deliver(
  mail: Mail,
  link: string,
  { mailer, log, printLinks }: DeliveryServices,
): Promise<Delivery> {
  try {
    const outcome = await mailer.send(mail);
    if (outcome === 'sent') return { mail: 'sent', link: null };
    if (printLinks) log.info({ to: mail.to, link }, 'no mail server is set up: pass this link on');
    return { mail: 'not_configured', link };
  } catch (cause) {
    log.warn({ err: cause }, 'mail not sent');
    return { mail: 'failed', link };
  }
}
