import { describe, expect, it } from 'vitest';
import { may, needsFreshFactor } from './roles';

describe('roles', () => {
  it.each([
    ['owner', 'client:disable', true],
    ['admin', 'client:disable', true],
    ['developer', 'client:disable', false],
    ['developer', 'secret:rotate', true],
    ['developer', 'client:create', true],
    ['viewer', 'client:create', false],
    ['viewer', 'client:edit', false],
    ['viewer', 'secret:rotate', false],
    ['viewer', 'client:read', true],
    ['viewer', 'token:debug', true],
  ] as const)('%s, %s: %s', (role, permission, allowed) => expect(may(role, permission)).toBe(allowed));

  it.each([
    ['secret:rotate', true],
    ['client:disable', true],
    ['member:edit', true],
    ['signing-key:manage', true],
    ['tenant:edit', true],
    ['client:read', false],
    ['client:edit', false],
  ] as const)('%s needs a fresh factor: %s', (permission, needed) =>
    expect(needsFreshFactor(permission)).toBe(needed),
  );
});
