import { OUTCOME_WORDS } from '@/components/auth/sso-words';
import { fieldNames, type Sentences } from './words';

const FIELDS: Record<string, string> = {
  secrets_allowed: 'whether shared secrets are allowed',
  self_rotation: 'whether clients rotate their own secrets',
  secret_overlap_seconds: 'how long old secrets live on',
  leaked_secret_action: 'what happens with leaked secrets',
  second_factor_required: 'whether a second factor is required',
  resources: 'audiences',
};

export const TENANT_SENTENCES: Sentences<'settings' | 'sso' | 'signing_keys'> = {
  'tenant.onboarded': () => 'Created with the tenant',
  'tenant.credentials_reissued': () => 'Made new credentials for the first admin and the first client',
  'tenant.updated': ({ detail }) => `Changed ${fieldNames(detail.after, FIELDS, 'the settings')}`,
  'tenant.tokens_ended': () => 'Ended every token of the tenant',
  'tenant.suspended': () => 'Suspended the tenant',
  'tenant.resumed': () => 'Resumed the tenant',
  'tenant.restored': ({ detail }) =>
    typeof detail.since === 'string'
      ? `A backup was restored: what happened after ${detail.since} is not in this log; every token, session and link ended`
      : 'A backup was restored: every token, session and link ended',
  'tenant.made_operator': () => 'Let the tenant run this installation',
  'tenant.unmade_operator': () => 'Took the running of this installation from the tenant',
  'audit.exported': ({ detail }) =>
    `Exported the audit log${typeof detail.format === 'string' ? ` as ${detail.format.toUpperCase()}` : ''}`,
  'sso.saved': ({ detail }) =>
    detail.before ? 'Changed the settings of single sign-on' : 'Set up single sign-on',
  'sso.removed': () => 'Removed single sign-on',
  'sso.tried': ({ detail }) => `Tried single sign-on: ${asClause(ssoReason(detail.outcome))}`,
  'sso.sign_in_refused': ({ detail }) =>
    `Single sign-on refused${typeof detail.email === 'string' ? ` for ${detail.email}` : ''}: ${asClause(ssoReason(detail.reason))}`,
  'sso.domain_added': ({ detail }) => `Added the domain ${String(detail.domain ?? '')}`.trimEnd(),
  'sso.domain_verified': ({ detail }) => `Proved the domain ${String(detail.domain ?? '')}`.trimEnd(),
  'sso.domain_removed': ({ detail }) => `Removed the domain ${String(detail.domain ?? '')}`.trimEnd(),
  'signing_key.published': () => 'Published the next signing key',
  'signing_key.activated': () => 'A new signing key signs from now on',
  'signing_key.replaced': () => 'The signing key was replaced, and verifies what it signed',
  'signing_key.retired': () => 'The signing key left the key set',
  'signing_key.revoked': ({ detail }) =>
    `Revoked a signing key in an emergency${typeof detail.reason === 'string' && detail.reason ? `: ${detail.reason}` : ''}`,
  'signing_keys.resealed': () => 'Sealed the signing keys anew',
};

/** Why a sign-in by a provider came to nothing. */
export function ssoReason(reason: unknown): string {
  const known = Object.entries(OUTCOME_WORDS).find(([outcome]) => outcome === reason);
  return known ? known[1] : 'No reason was recorded.';
}

/** "The sign-in works." after a colon. */
const asClause = (sentence: string): string =>
  (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/\.$/, '');
