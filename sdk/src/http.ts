import { AuthError, OAuthError, UnavailableError } from './errors.js';
import { readRetryAfter } from './retry-after.js';

/** `fetch`, as every runtime has it. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** How the service is reached. */
export interface TransportOptions {
  /** In place of the global one: a proxy's, or a test's. */
  fetch?: Fetch | undefined;
  /** After which a call to the service counts as lost, in milliseconds; 10,000 where nothing is said. */
  timeoutMs?: number | undefined;
}

/** An answer, read. */
export interface Answer {
  status: number;
  headers: Headers;
  /** undefined when it is not a JSON object. */
  body: Record<string, unknown> | undefined;
}

/** Longest answer that is read, in bytes: whatever stands where the service should must not fill the memory. */
const LONGEST = 256 * 1024;

/**
 * One request to the service. A redirect is an error: nobody sends credentials on.
 *
 * @throws UnavailableError without an answer, or with one that is too long
 */
export async function ask(
  url: string,
  init: RequestInit,
  { fetch = globalThis.fetch, timeoutMs = 10_000 }: TransportOptions,
): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    return { status: response.status, headers: response.headers, body: parse(await read(response)) };
  } catch (cause) {
    if (cause instanceof AuthError) throw cause;
    throw new UnavailableError(`${new URL(url).origin} did not answer.`, undefined, undefined, { cause });
  }
}

/** The body as text, as far as it may go. */
export async function read(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST) throw new UnavailableError('The answer is too long.', response.status);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A text as a JSON object, or undefined. */
export function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What RFC 6749 §5.2 allows in `error` and `error_description`; anything else could forge lines of a log. */
const PRINTABLE = /^[\x20-\x21\x23-\x5B\x5D-\x7E]{1,500}$/;

/** What is shorter is no credential, and would be found in any word: somebody may have `a` introspected. */
const SHORTEST = 8;

const printable = (value: unknown): string | undefined =>
  typeof value === 'string' && PRINTABLE.test(value) ? value : undefined;

/**
 * A refusal as an error. The body as such is not in it, and no word that holds what was sent: a gateway that echoes
 * requests must not bring a secret into a log.
 *
 * @param sent the credentials of the request
 * @param now milliseconds since the epoch
 */
export function refusalOf(
  { status, headers, body }: Answer,
  sent: readonly string[],
  now: number,
): OAuthError | UnavailableError {
  const retryAfterMs = readRetryAfter(headers, now);
  const clean = (value: unknown) => {
    const text = printable(value);
    return text !== undefined && sent.some((secret) => secret.length >= SHORTEST && text.includes(secret))
      ? undefined
      : text;
  };
  const error = clean(body?.error);
  if (error === undefined)
    return new UnavailableError(
      `The answer has status ${status} and is not the service's.`,
      status,
      retryAfterMs,
    );
  return new OAuthError(error, clean(body?.error_description) ?? 'No description was given.', {
    status,
    request_id: clean(body?.request_id) ?? clean(headers.get('x-request-id')),
    retryAfterMs,
  });
}
