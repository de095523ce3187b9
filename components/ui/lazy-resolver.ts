import type { FieldValues, Resolver } from 'react-hook-form';
import type * as z from 'zod';
import { whenIdle } from './when-idle';

/**
 * The rules of a form, loaded once the page rests: it is shown, and typed into, without them. Where they cannot be
 * loaded the service alone says what is wrong with a field.
 *
 * @param load the schema, which brings zod along
 */
export function lazyResolver<Input extends FieldValues, Output>(
  load: () => Promise<z.ZodType<Output, Input>>,
): Resolver<Input, unknown, Output> {
  const rules = () => Promise.all([import('@hookform/resolvers/zod'), load()]).catch(() => undefined);
  if (typeof window !== 'undefined') whenIdle(rules);
  return async (values, context, options) => {
    const [resolvers, schema] = (await rules()) ?? [];
    if (!resolvers || !schema) return { values: values as unknown as Output, errors: {} };
    return resolvers.zodResolver(schema)(values, context, options);
  };
}
