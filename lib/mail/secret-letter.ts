import { oneLine, signed } from './letters';
import type { Mail } from './mailer';

/** One secret in a letter. */
export interface DueSecret {
  clientName: string;
  /** Its last four characters. */
  hint: string;
  at: Date;
  /** `ending`: the old one of a rotation, which stops working then and is still used. */
  kind: 'overdue' | 'due' | 'ending';
  /** From where it was last used, for one that ends. */
  address: string | null;
  link: string;
}

/** Listed in one letter; the board has them all. */
const LISTED = 40;

const utc = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const sentence = ({ clientName, hint, at, kind, address }: DueSecret): string => {
  const secret = `${oneLine(clientName)}, secret ending in ${hint}:`;
  if (kind === 'ending')
    return `${secret} stops working ${utc(at)}, and ${oneLine(address ?? 'somebody')} still uses it`;
  return `${secret} ${kind === 'overdue' ? 'overdue since' : 'due'} ${utc(at)}`;
};

const HEADINGS = {
  ending: 'Old secrets that end soon and are still used. Their callers will be refused:',
  overdue: 'Overdue:',
  due: 'Due soon:',
} as const;

/**
 * One letter about everything a tenant should know of its secrets now.
 *
 * @param board where all of them are listed
 */
export function secretsLetter(
  tenantName: string,
  maxAgeDays: number | null,
  secrets: DueSecret[],
  board: string,
): Omit<Mail, 'to'> {
  const listed = secrets.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(0, LISTED);
  const parts = (['ending', 'overdue', 'due'] as const).flatMap((kind) => {
    const of = listed.filter((secret) => secret.kind === kind);
    return of.length === 0
      ? []
      : ['', HEADINGS[kind], ...of.flatMap((secret) => [`- ${sentence(secret)}`, `  ${secret.link}`])];
  });
  const more = secrets.length - listed.length;
  const tenant = oneLine(tenantName);
  return {
    subject: `${tenant}: ${secrets.length === 1 ? '1 client secret needs' : `${secrets.length} client secrets need`} you`,
    text: signed([
      maxAgeDays === null
        ? `About the client secrets of ${tenant}.`
        : `${tenant} replaces its client secrets within ${maxAgeDays} days.`,
      ...parts,
      ...(more > 0 ? ['', `And ${more} more.`] : []),
      '',
      'All secrets, and how to rotate one:',
      board,
      '',
      'No secret ends by its age: an overdue one goes on working until somebody replaces it.',
      `You get this because you are an owner or admin of ${tenant}.`,
    ]),
  };
}
