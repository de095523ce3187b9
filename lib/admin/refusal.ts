const BRAND = Symbol.for('gooclaim.refusal');

export type RefusalCode =
  | 'invalid_request'
  | 'invalid_session'
  | 'forbidden'
  | 'password_change_required'
  | 'second_factor_required'
  | 'second_factor_enrolment_required'
  | 'step_up_required'
  | 'not_found'
  | 'conflict'
  | 'method_not_allowed'
  | 'rate_limited';

/** Why the portal does not do what was asked; every word of it is meant for the person who asked. */
export class Refusal extends Error {
  readonly [BRAND] = true;

  constructor(
    readonly status: number,
    readonly code: RefusalCode,
    description: string,
    readonly fields?: Record<string, string>,
    readonly headers: Record<string, string> = {},
  ) {
    super(description);
    this.name = 'Refusal';
  }

  /** Branded, because the server and Next load this module twice and `instanceof` would not see across. */
  static is(cause: unknown): cause is Refusal {
    return typeof cause === 'object' && cause !== null && BRAND in cause;
  }
}

/** Another tenant's id and an invented one get the same words. */
export const notFound = (what: string) => new Refusal(404, 'not_found', `There is no such ${what}.`);
export const conflict = (description: string) => new Refusal(409, 'conflict', description);
/** What is wrong with one field of a form, said there. */
export const atField = (field: string, words: string) =>
  new Refusal(400, 'invalid_request', words, { [field]: words });
/** @param seconds until it may go on */
export const tooMany = (seconds = 60, words = 'Too many attempts: wait a minute.') =>
  new Refusal(429, 'rate_limited', words, undefined, { 'Retry-After': String(seconds) });
