import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { describeError, PortalApiError } from './portal-api-error';

/**
 * Shows the server's `fields` at the form's fields. Returns the sentence for above the form: for a refusal
 * without fields, and for fields this form does not have.
 */
export function applyFieldErrors<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  error: unknown,
): string | undefined {
  if (!(error instanceof PortalApiError)) return describeError(error).description;
  const fields = Object.entries(error.fields);
  const known = fields.filter(([field]) => rootOf(field) in form.getValues());
  for (const [field, message] of known) {
    form.setError(rootOf(field) as Path<Values>, { type: 'server', message }, { shouldFocus: true });
  }
  if (known.length > 0) return undefined;
  return fields.map(([, message]) => message).join('. ') || error.description;
}

/** `scopes.2` is shown at `scopes`. */
function rootOf(field: string): string {
  return field.split('.')[0] ?? field;
}

/** For a form of one field: whatever the service names it, it is that one. */
export function onlyFieldError(error: unknown): string {
  const [message] = error instanceof PortalApiError ? Object.values(error.fields) : [];
  return message ?? describeError(error).description;
}
