import type { z } from 'zod';
import { Refusal } from '../admin/refusal';

/** The query, checked; every fault named at its field. @throws Refusal 400 */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message;
  throw new Refusal(400, 'invalid_request', 'Some of what was asked for is not right.', fields);
}
