import { describe, expect, test } from 'vitest';
import type { MemberView } from '@/lib/contract/members';
import { memberActions, ONLY_OWNERS } from './member-reasons';

const person = (
  id: string,
  role: MemberView['role'],
  status: MemberView['status'] = 'active',
): MemberView => ({
  id,
  role,
  status,
  email: `${id}@acme.test`,
  created_at: '2026-01-01T00:00:00.000Z',
  sessions: 0,
  single_sign_on: false,
  tokens_not_before: null,
  second_factors: ['totp'],
});

const owner = person('o', 'owner');
const admin = person('a', 'admin');
const viewer = person('v', 'viewer');
const everybody = [owner, admin, viewer];

const offered = (member: MemberView, me: MemberView, members = everybody) =>
  Object.fromEntries(memberActions(member, me, members).map(({ action, reason }) => [action, reason]));

describe('what is offered on a row', () => {
  test('an owner may do everything to others', () => {
    expect(offered(admin, owner)).toEqual({
      role: undefined,
      password: undefined,
      factors: undefined,
      end_tokens: undefined,
      status: undefined,
    });
  });

  test('an admin is told why not, for an owner', () => {
    expect(new Set(Object.values(offered(owner, admin)))).toEqual(new Set([ONLY_OWNERS]));
  });

  test('of oneself only the sessions are ended', () => {
    const { end_tokens, ...rest } = offered(admin, admin);
    expect(end_tokens).toBeUndefined();
    for (const reason of Object.values(rest)) expect(reason).toBeTruthy();
  });

  test('the last owner is named as such; a disabled second owner does not count', () => {
    expect(offered(owner, owner).role).toContain('last owner');
    expect(offered(owner, owner, [...everybody, person('p', 'owner', 'disabled')]).status).toContain(
      'last owner',
    );
    expect(offered(owner, owner, [...everybody, person('p', 'owner')]).status).not.toContain('last owner');
  });

  test('no link to a new password for a disabled account', () => {
    expect(offered(person('v', 'viewer', 'disabled'), owner).password).toContain('enable it first');
  });

  test('second factors are reset only where there are some', () => {
    expect(offered({ ...viewer, second_factors: [] }, owner).factors).toBe('They have none.');
  });

  test('whoever may not manage people sees their own sessions only', () => {
    expect(offered(viewer, viewer)).toEqual({ end_tokens: undefined });
    expect(offered(admin, viewer)).toEqual({});
  });

  test('only owners unlink, and only who is linked', () => {
    const linked = { ...viewer, single_sign_on: true };
    expect(offered(linked, owner)).toHaveProperty('unlink', undefined);
    expect(offered(linked, admin)).not.toHaveProperty('unlink');
    expect(offered(viewer, owner)).not.toHaveProperty('unlink');
  });
});
