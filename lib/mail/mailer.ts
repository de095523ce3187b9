import { createTransport } from 'nodemailer';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail, or says that none is set up. @throws when the server does not take it */
export interface Mailer {
  send(mail: Mail): Promise<'sent' | 'not_configured'>;
  close(): void;
}

/** A mail server that hangs must not hold a person's request. In milliseconds. */
const TIMEOUTS = { connectionTimeout: 4_000, greetingTimeout: 4_000, socketTimeout: 6_000 };

/** @param url `smtp://user:password@host:587`, or `smtps://…` */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, ...TIMEOUTS }, { from });
  return {
    async send(mail) {
      await transport.sendMail(mail);
      return 'sent';
    },
    close: () => transport.close(),
  };
}

export const noMailer: Mailer = { send: async () => 'not_configured', close: () => {} };
