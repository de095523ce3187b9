import type * as z from 'zod';
import { noteServerTime } from '@/components/ui/server-clock';
import type { PortalError } from '@/lib/contract/portal-error';
import { confirmItIsYou } from './confirm-it-is-you';
import { PortalApiError } from './portal-api-error';
import { goToPay, goToSignIn } from './sign-in-again';

/** How to get a schema. Only forms and answers need any, so zod is not among what a page loads first. */
type Load<Schema extends z.ZodType> = () => Promise<Schema>;
export type AnswerOf<Loading> = Loading extends Load<infer Schema> ? z.output<Schema> : undefined;

export type PortalRequest<Loading extends Load<z.ZodType> | undefined> = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** What the answer must look like. Leave out for answers without a body. */
  schema?: Loading;
  signal?: AbortSignal;
};

/**
 * Calls `/api/portal…`, or `/api/account…` and `/api/auth/signin…` where nobody need be signed in, and returns its
 * answer, checked against the contract. Throws `PortalApiError` for everything else. An ended session leads to the
 * sign-in page, one that owes something to where that is paid. What needs a fresh factor is done once the person has
 * proven one.
 */
export async function portalFetch<Loading extends Load<z.ZodType> | undefined = undefined>(
  path: `/api/${'portal' | 'account' | 'auth/signin'}/${string}`,
  { method = 'GET', body, schema, signal }: PortalRequest<Loading> = {},
): Promise<AnswerOf<Loading>> {
  const loading = schema && reachable(schema());
  // Beside a question; before a change, whose answer may hold a secret that is told once.
  if (method !== 'GET') await loading;
  const response = await insist(path, {
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
  const checks = await loading;
  if (!checks) return undefined as AnswerOf<Loading>;

  const parsed = checks.safeParse(await readJson(response));
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
  return parsed.data as AnswerOf<Loading>;
}

/**
 * A file, whole: one that breaks off on its way is a failure.
 *
 * @param body of a POST, for one whose making is written down; without it a GET
 */
export async function portalDownload(path: `/api/portal/${string}`, body?: unknown): Promise<Blob> {
  const response = await insist(path, {
    credentials: 'same-origin',
    cache: 'no-store',
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await refusal(response);
  try {
    return await response.blob();
  } catch {
    throw new PortalApiError(
      0,
      'broken_off',
      'The file broke off on its way, and nothing was saved. Try again.',
      response.headers.get('x-request-id') ?? undefined,
    );
  }
}

const SESSION = '/api/portal/session';

/** Asks again where a refusal was not the last word. Nothing was done by either, so it is safe to repeat. */
async function insist(path: string, init: RequestInit): Promise<Response> {
  let response = await reach(path, init);
  // The cookie changed while this was under way: a factor was proven here or in another tab.
  if (response.status === 401 && path !== SESSION && (await reach(SESSION, { signal: init.signal })).ok)
    response = await reach(path, init);
  if (response.status !== 403 || !(await needsStepUp(response.clone()))) return response;
  if (await confirmItIsYou()) return reach(path, init);
  throw new PortalApiError(403, 'not_confirmed', 'Nothing was done: you did not confirm that it is you.');
}

async function needsStepUp(response: Response): Promise<boolean> {
  return (await readError(response))?.error === 'step_up_required';
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachable();
  }
}

/** A script that cannot be loaded is a service that does not answer. */
function reachable<T>(loading: Promise<T>): Promise<T> {
  const told = loading.catch(() => {
    throw unreachable();
  });
  // Where the answer is a refusal nobody waits for it.
  told.catch(() => undefined);
  return told;
}

const unreachable = () =>
  new PortalApiError(0, 'unreachable', 'The service did not answer. Check your connection and try again.');

async function refusal(response: Response): Promise<PortalApiError> {
  const error: PortalError = (await readError(response)) ?? {
    error: 'unexpected_answer',
    error_description: `The service answered with status ${response.status}. Try again in a moment.`,
    request_id: response.headers.get('x-request-id') ?? '',
  };
  if (response.status === 401) goToSignIn('expired');
  if (response.status === 403) goToPay(error.error);
  return new PortalApiError(
    response.status,
    error.error,
    error.error_description,
    error.request_id || undefined,
    error.fields,
  );
}

async function readError(response: Response): Promise<PortalError | undefined> {
  const [contract, body] = await Promise.all([
    import('@/lib/contract/portal-error').catch(() => undefined),
    readJson(response),
  ]);
  return contract?.portalErrorSchema.safeParse(body).data;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
