import { oneLine, signed } from './letters';
import type { Mail } from './mailer';

/** To a tenant's owners and admins: nobody is told any more at that address. @param host of the address, whose rest may be as good as a password */
export function webhookLetter(
  tenantName: string,
  host: string,
  reason: 'failing' | 'gone',
  link: string,
): Omit<Mail, 'to'> {
  const tenant = oneLine(tenantName);
  return {
    subject: `${tenant}: a webhook was switched off`,
    text: signed([
      reason === 'gone'
        ? `The webhook at ${host} answered that it is gone for good (410), and was switched off.`
        : `For five days nothing reached the webhook at ${host}, and it was switched off.`,
      '',
      'Nothing is sent there until somebody switches it on again. What it missed since is not sent by itself:',
      link,
      '',
      `You get this because you are an owner or admin of ${tenant}.`,
    ]),
  };
}
