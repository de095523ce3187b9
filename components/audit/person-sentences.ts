import type { ActivityEvent } from '@/lib/contract/portal';
import { ofWhom, type Sentences } from './words';

type Detail = ActivityEvent['detail'];

export const PERSON_SENTENCES: Sentences<'members' | 'sign_ins'> = {
  'member.invited': ({ detail }) => `Invited ${words(detail.email, 'somebody')}${asRole(detail.role)}`,
  'member.invitation_resent': ({ detail }) => `Sent the invitation${ofWhom(detail.email)} again`,
  'member.invitation_withdrawn': ({ detail }) => `Withdrew the invitation${ofWhom(detail.email)}`,
  'member.joined': ({ detail }) => `Accepted the invitation and joined${asRole(detail.role)}`,
  'member.joined_by_sso': ({ detail }) => `Joined by single sign-on${asRole(detail.role)}`,
  'member.linked_to_sso': () => 'Was linked to their account at the OpenID provider',
  'member.unlinked_from_sso': ({ detail }) =>
    `Unlinked the account${ofWhom(detail.user_email)} from single sign-on`,
  'member.changed': ({ detail }) => changed(detail),
  'member.factors_reset': ({ detail }) => `Took away the second factors${ofWhom(detail.user_email)}`,
  'member.password_reset_sent': ({ detail }) =>
    `Sent ${words(detail.user_email, 'somebody')} a link to a new password`,
  'user.tokens_ended': ({ detail }) => `Ended all sessions and tokens${ofWhom(detail.user_email)}`,
  'user.signed_in': ({ detail }) =>
    detail.method === 'sso'
      ? 'Signed in by single sign-on'
      : detail.kind === 'passkey'
        ? 'Signed in with a passkey'
        : 'Signed in',
  'user.sign_in_refused': ({ detail }) =>
    detail.kind === 'passkey'
      ? 'Sign-in refused: the passkey did not fit'
      : 'Sign-in refused: wrong password',
  'user.second_factor_asked': () => 'Gave the right password and was asked for the second factor',
  'user.second_factor_refused': ({ detail }) => `Sign-in refused: ${factor(detail.kind)} did not fit`,
  'user.step_up': ({ detail }) => `Confirmed that it is them${by(detail.kind)}`,
  'user.step_up_refused': ({ detail }) =>
    `Could not confirm that it is them: ${factor(detail.kind)} did not fit`,
  'user.second_factor_added': () => 'Added a second factor',
  'user.second_factor_removed': () => 'Removed a second factor',
  'user.recovery_codes_renewed': () => 'Made new recovery codes',
  'user.passkey_renamed': () => 'Renamed a passkey',
  'user.password_changed': () => 'Changed their password',
  'user.password_reset_requested': () => 'Asked for a link to a new password',
  'user.password_reset': () => 'Set a new password by a mailed link',
  'user.session_ended': () => 'Ended one of their sessions',
  'user.other_sessions_ended': () => 'Ended all their other sessions',
};

const words = (text: unknown, otherwise: string): string => (typeof text === 'string' ? text : otherwise);
const asRole = (role: unknown): string => (typeof role === 'string' ? ` as ${role}` : '');

const FACTORS: Record<string, string> = {
  password: 'the password',
  totp: 'the code of the authenticator app',
  recovery: 'the recovery code',
  passkey: 'the passkey',
};
const factor = (kind: unknown): string => FACTORS[words(kind, '')] ?? 'what was given';
const by = (kind: unknown): string => {
  const known = FACTORS[words(kind, '')];
  return known ? ` with ${known}` : '';
};

function changed({ user_email, before, after, by }: Detail): string {
  const [was, is] = [before, after].map((side) => (typeof side === 'object' ? { ...side } : {}) as Detail);
  const who = words(user_email, 'the account');
  if (is?.status !== undefined && was?.status !== is.status)
    return is.status === 'disabled' ? `Disabled ${who}` : `Enabled ${who}`;
  if (typeof is?.role !== 'string') return `Changed ${who}`;
  const role = `${words(was?.role, 'another role')} to ${is.role}`;
  return by === 'sso'
    ? `The OpenID provider changed the role from ${role}`
    : `Changed the role of ${who} from ${role}`;
}
