import type { OutgoingRequest } from './try-it-request';

/** Longer than the service takes for anything. */
const LONGEST_MS = 30_000;

export interface ShownAnswer {
  status: string;
  milliseconds: number;
  headers: [name: string, value: string][];
  /** As it came, laid out where it is JSON. */
  body: string;
  /** The same with what is secret in it covered. */
  covered: string;
  /** The token it brought. */
  token?: string;
}

/**
 * Sends a request as a program would: without this browser’s cookies, and without a trace in its caches.
 *
 * @throws Error with words for a person, when no answer came
 */
export async function send({ url, ...request }: OutgoingRequest): Promise<ShownAnswer> {
  const began = performance.now();
  try {
    const response = await fetch(url, {
      ...request,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const text = await response.text();
    return {
      status: `${response.status} ${response.statusText}`.trim(),
      milliseconds: Math.round(performance.now() - began),
      headers: [...response.headers],
      ...shownBody(text),
    };
  } catch (cause) {
    throw new Error(cause instanceof Error && cause.name === 'TimeoutError' ? TOO_LATE : NO_ANSWER);
  }
}

const AFTERWARDS = 'It may have been carried out all the same.';
const TOO_LATE = `No answer came within ${LONGEST_MS / 1000} seconds. ${AFTERWARDS}`;
const NO_ANSWER = `No answer came: the connection failed, or the service is not running. ${AFTERWARDS}`;

const SECRETS = ['access_token', 'refresh_token', 'id_token', 'client_secret'];

/** @param text of an answer: JSON, or nothing */
export function shownBody(text: string): Pick<ShownAnswer, 'body' | 'covered' | 'token'> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { body: text, covered: text };
  }
  const cover = (name: string, value: unknown) =>
    SECRETS.includes(name) && typeof value === 'string' ? `${value.slice(0, 9)}••••••••` : value;
  const { access_token: token } = (answer ?? {}) as Record<string, unknown>;
  return {
    body: JSON.stringify(answer, null, 2),
    covered: JSON.stringify(answer, cover, 2),
    ...(typeof token === 'string' ? { token } : {}),
  };
}
