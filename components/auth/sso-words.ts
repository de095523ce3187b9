import type { SsoOutcome } from '@/lib/contract/sso';

const AGAIN = 'Try again; if it goes on, ask an owner of your tenant to look at Settings, Single sign-on.';
const ASK = 'Ask an owner or admin of your tenant.';

/** Why a sign-in by a provider led back here: a closed list, since anybody can write an address. */
const REFUSALS: Record<string, string> = {
  unavailable: 'The service is not available right now. Try again in a moment.',
  sso_failed: `Single sign-on did not work. ${AGAIN}`,
  sso_expired: 'This sign-in took too long, was used already, or began in another browser. Start it again.',
  sso_cancelled: 'The sign-in was cancelled at your organisation’s provider.',
  sso_provider_error: `Your organisation’s provider did not sign you in. ${AGAIN}`,
  sso_provider_unreachable: `Your organisation’s provider did not answer. ${AGAIN}`,
  sso_answer_refused: `What your organisation’s provider answered was not accepted. ${AGAIN}`,
  sso_secret_unreadable: `Single sign-on has to be set up again. ${ASK}`,
  sso_switched_off: `Single sign-on is switched off. ${ASK}`,
  sso_address: `The address that your organisation’s provider gave may not sign in this way. ${ASK}`,
  sso_no_email: `Your organisation’s provider gave no email address. ${ASK}`,
  sso_email_unverified: `Your organisation’s provider has not verified your email address. ${ASK}`,
  sso_subject_changed:
    'Your organisation’s provider knows you under another name than before. Ask an owner of your tenant to unlink your account under Members.',
  sso_no_account: `You have no account here yet, and signing in makes none. ${ASK}`,
  sso_no_role: `None of your groups gives you a role here. ${ASK}`,
  sso_disabled: `Your account is disabled. ${ASK}`,
  sso_other_person: 'You signed in as somebody else than before. Sign in as yourself to go on.',
  sso_not_confirmed:
    'Your organisation’s provider did not ask you to sign in again, which is needed here. Sign out there first.',
};

export const ssoRefusal = (error: unknown): string | undefined =>
  typeof error === 'string' && Object.hasOwn(REFUSALS, error) ? REFUSALS[error] : undefined;

/** What a sign-in came to, on trial or not, for whoever sets the provider up. */
export const OUTCOME_WORDS: Record<SsoOutcome, string> = {
  ok: 'The sign-in works.',
  cancelled: 'The sign-in was cancelled at the provider.',
  provider_error: 'The provider did not sign you in.',
  provider_unreachable: 'The provider did not answer.',
  answer_refused: 'The provider’s answer was not accepted.',
  secret_unreadable: 'The stored client secret can no longer be read: enter it again.',
  switched_off: 'Single sign-on is switched off.',
  no_email: 'The provider gave no email address: ask it for the scope “email”, or have it release the claim.',
  email_unverified: 'The provider says that the address is not verified.',
  domain_unverified: 'The domain of the address is not proven: add it below, and prove it.',
  address_elsewhere: 'The address belongs to an account that is not of this tenant.',
  subject_changed: 'The account is linked to another person at the provider: unlink it under Members.',
  no_account: 'There is no account for the address, and new ones are not made by signing in.',
  no_role: 'No row of the role mapping fits, and there is no default role.',
  disabled: 'The account is disabled.',
  other_person: 'Another person signed in.',
  not_confirmed: 'The provider did not ask again.',
};
