/** Calls a minute, sliding. A table, so that a limit is found, read and changed in one place. */
export const POLICIES = {
  /** Per client_id, for calls whose credentials were right. */
  token: 60,
  /** Per (network, client_id) for wrong credentials: knowing a client_id is not enough to lock its owner out. */
  token_failure: 60,
  /** Per calling client_id. */
  introspect: 600,
  /** Per calling client_id. */
  revoke: 600,
  /** Per network, for calls whose own credentials were bad. */
  introspect_failure: 600,
  /** Failed sign-ins per (network, address typed). */
  signin_failure: 10,
  /** Failed sign-ins per network, over all addresses: one password tried on many accounts. */
  signin_network_failure: 100,
  /** Audit rows of refused credentials, per network. */
  refusal_row: 600,
  /** Audit rows that say "limited": one a minute and caller, so that a flood cannot fill the log. */
  limited_notice: 1,
} as const;

export type PolicyName = keyof typeof POLICIES;
export type Limits = Record<PolicyName, number>;
