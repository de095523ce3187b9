import { describe, expect, it } from 'vitest';
import { mappedRole, nextRole, type RoleRules } from './role-mapping';

const rules: RoleRules = {
  roleClaim: 'groups',
  roleMapping: [
    { value: 'devs', role: 'developer' },
    { value: 'admins', role: 'admin' },
  ],
  defaultRole: null,
};
const groups = (...names: unknown[]) => ({ groups: names });

describe('role mapping', () => {
  it('takes the row that may do most, of a list or of one text', () => {
    expect(mappedRole(groups('admins', 'devs'), rules)).toBe('admin');
    expect(mappedRole(groups('devs', 'others'), rules)).toBe('developer');
    expect(mappedRole({ groups: 'devs' }, rules)).toBe('developer');
  });

  it('takes nothing that is not said to the letter', () => {
    for (const claims of [
      {},
      groups(),
      groups('Devs', 'devs '),
      groups(['devs']),
      { groups: { devs: true } },
    ])
      expect(mappedRole(claims, rules)).toBeNull();
    expect(mappedRole({ groups: { devs: true } }, { ...rules, defaultRole: 'viewer' })).toBe('viewer');
    expect(mappedRole(groups('devs'), { ...rules, roleClaim: null })).toBeNull();
  });

  it('leaves people their role where nothing is mapped, and owners theirs unless owners are', () => {
    expect(nextRole('admin', groups('devs'), { ...rules, roleMapping: [] })).toBe('admin');
    expect(nextRole('owner', groups('devs'), rules)).toBe('owner');
    expect(nextRole('admin', groups('devs'), rules)).toBe('developer');
    expect(nextRole('admin', groups(), rules)).toBeNull();
    const owners: RoleRules = {
      ...rules,
      roleMapping: [...rules.roleMapping, { value: 'bosses', role: 'owner' }],
    };
    expect(nextRole('owner', groups('devs'), owners)).toBe('developer');
    expect(nextRole('viewer', groups('bosses', 'devs'), owners)).toBe('owner');
  });
});
