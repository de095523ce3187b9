import * as z from 'zod';

/** A text area with one entry a line, checked by the contract's schema of the list; what is wrong names its line. */
export function linesSchema(list: z.ZodType<string[], string[]>) {
  return z.string().transform((text, context) => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const parsed = list.safeParse(lines);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues.slice(0, 1)) {
      const line = typeof path[0] === 'number' ? lines[path[0]] : undefined;
      context.addIssue({ code: 'custom', message: line ? `${line}: ${message}` : message });
    }
    return z.NEVER;
  });
}

export const asLines = (list: readonly string[]): string => list.join('\n');
