import { noteServerTime } from '@/components/ui/server-clock';
import { type PortalError, portalErrorSchema } from '@/lib/contract/portal';
import type { z } from '@/lib/contract/zod';
import { PortalApiError } from './portal-api-error';
import { goToChangePassword, goToSignIn } from './sign-in-again';

export type PortalRequest<Schema extends z.ZodType | undefined> = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** What the answer must look like. Leave out for answers without a body. */
  schema?: Schema;
  signal?: AbortSignal;
};

type Answer<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/**
 * Calls `/api/portal…`, or `/api/account…` and `/api/auth/signin…` where nobody need be signed in, and returns its
 * answer, checked against the contract. Throws `PortalApiError` for everything
 * else. An ended session leads to the sign-in page, a one-time password to its change.
 */
export async function portalFetch<Schema extends z.ZodType | undefined = undefined>(
  path: `/api/${'portal' | 'account' | 'auth/signin'}/${string}`,
  { method = 'GET', body, schema, signal }: PortalRequest<Schema> = {},
): Promise<Answer<Schema>> {
  const response = await reach(path, {
    method,
    signal,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(response);
  if (!schema) return undefined as Answer<Schema>;

  const parsed = schema.safeParse(await readJson(response));
  if (!parsed.success) {
    throw new PortalApiError(
      response.status,
      'unexpected_answer',
      'The service gave an answer this page does not understand. Reload the page; it may be out of date.',
      response.headers.get('x-request-id') ?? undefined,
    );
  }
  const { now } = parsed.data as { now?: unknown };
  if (typeof now === 'string') noteServerTime(now);
  return parsed.data as Answer<Schema>;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new PortalApiError(
      0,
      'unreachable',
      'The service did not answer. Check your connection and try again.',
    );
  }
}

async function refusal(response: Response): Promise<PortalApiError> {
  const parsed = portalErrorSchema.safeParse(await readJson(response));
  const error: PortalError = parsed.success
    ? parsed.data
    : {
        error: 'unexpected_answer',
        error_description: `The service answered with status ${response.status}. Try again in a moment.`,
        request_id: response.headers.get('x-request-id') ?? '',
      };
  if (response.status === 401) goToSignIn('expired');
  if (response.status === 403 && error.error === 'password_change_required') goToChangePassword();
  return new PortalApiError(
    response.status,
    error.error,
    error.error_description,
    error.request_id || undefined,
    error.fields,
  );
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
