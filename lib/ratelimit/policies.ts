/** Within which calls are counted. */
export const WINDOW_SECONDS = 60;

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
  /** Sign-ins and sign-outs at apps, per network: nobody need be known yet, and an office is one network. */
  authorize: 600,
  /** Calls of an app's people to the token and revocation endpoints, per (network, app): an app's id is no secret. */
  app_token: 600,
  /** Per person. */
  userinfo: 600,
  /** Per person, for tokens of their own. */
  person_token: 60,
  /** Per client_id: a client asks for a new secret of its own a few times a year. */
  self_rotation: 5,
  /** Calls of the management API, per calling client_id. */
  management: 300,
  /** Calls of the MCP server, per client or person: an agent in a loop is what it stops. */
  mcp: 300,
  /** Per network, for calls whose own credentials were bad. */
  introspect_failure: 600,
  /** Reports of leaked secrets per network, true ones and others: a signature has to be looked at to tell. */
  leak_report: 120,
  /** Failed sign-ins per (network, address typed). */
  signin_failure: 10,
  /** Failed sign-ins per network, over all addresses: one password tried on many accounts. */
  signin_network_failure: 100,
  /** Recovery codes and passkeys that do not fit, per (network, person): only who has the password gets to try. */
  factor_failure: 10,
  /** Addresses asked about single sign-on, per network. */
  sso_lookup: 60,
  /** Sign-ins sent to a provider, per network: each leaves a row. */
  sso_start: 60,
  /** Looks at a provider or at DNS, per tenant. */
  sso_check: 20,
  /** Messages to webhooks that somebody sends by hand, per tenant: nobody may aim us at a host. */
  webhook_send: 60,
  /** Secrets tried in the portal, per person: enough to find a mistake, too few to guess. */
  secret_test: 10,
  /** Exports of the audit log, and evidence as a page or as a file, per person. */
  export: 10,
  /** Audit rows of refused credentials, per network. */
  refusal_row: 600,
  /** Audit rows that say "limited": one a minute and caller, so that a flood cannot fill the log. */
  limited_notice: 1,
} as const;

/** Policies whose counts are taken back: a right password forgives the wrong ones before it. */
export const FORGIVEN = ['signin_failure', 'signin_network_failure', 'factor_failure'] as const;

export type PolicyName = keyof typeof POLICIES;
export type ForgivenPolicy = (typeof FORGIVEN)[number];
export type Limits = Record<PolicyName, number>;
