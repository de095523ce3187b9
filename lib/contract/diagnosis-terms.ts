/** What a secret is that was handed out. */
export const SECRET_STATES = ['current', 'old', 'retired', 'cancelled', 'expired'] as const;

export type SecretState = (typeof SECRET_STATES)[number];

/** What a presented secret was. */
export const VERDICTS = [
  /** Exactly that secret of the client. `cancelled`: of a rotation that was cancelled. */
  ...SECRET_STATES,
  /** It would be one, without the blanks or line breaks; the quotes; the percent-encoding. */
  'whitespace',
  'quotes',
  'percent_encoded',
  /** Another client's of the same tenant. */
  'another_clients',
  /** Well-formed, and its prefix names another environment. */
  'other_environment',
  /** Of the right length, but its checksum does not hold. */
  'checksum',
  'truncated',
  'not_a_secret',
  /** Well-formed, and never one of this tenant's. */
  'unknown',
] as const;
