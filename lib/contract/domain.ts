import * as z from 'zod';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A domain name in lower case and in ASCII (RFC 5891).
 *
 * @returns undefined for what is none: an IP address, a name of one label, anything with a port or a path
 */
export function asDomain(text: string): string | undefined {
  const typed = text.trim().replace(/\.$/, '');
  if (typed === '' || /[\s/\\?#@:%[\]]/.test(typed) || !URL.canParse(`http://${typed}`)) return undefined;
  const name = new URL(`http://${typed}`).hostname;
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  // All numbers: an address, or nothing.
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : name;
}

/** The domain of an email address. */
export const domainOf = (email: string): string | undefined =>
  asDomain(email.slice(email.lastIndexOf('@') + 1));

export const domainSchema = z
  .string()
  .max(253, 'At most 253 characters')
  .transform((text, context) => {
    const name = asDomain(text);
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', message: 'Enter a domain, such as example.com' });
    return z.NEVER;
  });
