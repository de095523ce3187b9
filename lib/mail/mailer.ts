import { createTransport } from 'nodemailer';

export interface Mail {
  /** All of them see each other. */
  to: string | string[];
  subject: string;
  text: string;
}

/** Sends mail, or says that none is set up. @throws when the server does not take it */
export interface Mailer {
  send(mail: Mail): Promise<'sent' | 'not_configured'>;
  /** Whether the server lets us in; nothing is sent. @throws when it does not */
  verify(): Promise<void>;
  close(): void;
}

/** A mail server that hangs must not hold a person's request. In milliseconds. */
const TIMEOUTS = {
  dnsTimeout: 4_000,
  connectionTimeout: 4_000,
  greetingTimeout: 4_000,
  socketTimeout: 6_000,
};
/** Neither must one that answers each step just in time: the person is told the link before their request is given up. */
const WHOLE_MS = 6_000;

async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long.')), WHOLE_MS);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** @param url `smtp://user:password@host:587`, or `smtps://…` */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, ...TIMEOUTS }, { from });
  return {
    async send(mail) {
      await inTime(transport.sendMail(mail));
      return 'sent';
    },
    verify: () => inTime(transport.verify()),
    close: () => transport.close(),
  };
}

export const noMailer: Mailer = {
  send: async () => 'not_configured',
  verify: async () => {},
  close: () => {},
};
