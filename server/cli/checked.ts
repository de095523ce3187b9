import type { z } from 'zod';
import { Complaint } from './complaint';

/**
 * Options, held to the rules that the portal's forms have.
 *
 * @param names of options that are called otherwise than the field
 * @throws Complaint with a line for each that is wrong
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  given: Record<string, unknown>,
  names: Record<string, string> = {},
): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path: [field = ''], message }) => {
    const name = String(field);
    return `${names[name] ?? `--${name}`}: ${message}`;
  });
  throw new Complaint([...new Set(lines)].join('\n'));
}
