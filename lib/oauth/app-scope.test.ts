import { describe, expect, it } from 'vitest';
import { grantScopes, refreshedScope } from './app-scope';

describe('what an app is granted', () => {
  it('is all the role allows when no scope of an API is asked for', () => {
    expect(grantScopes('viewer', undefined)).toEqual(['workflow:read', 'claims:read']);
    expect(grantScopes('viewer', 'openid email')).toEqual([
      'openid',
      'email',
      'workflow:read',
      'claims:read',
    ]);
  });

  it('is what was asked for, each once, in the order it was asked for', () => {
    expect(grantScopes('viewer', 'claims:read openid claims:read')).toEqual(['claims:read', 'openid']);
  });

  it.each(['claims:write', 'openid claims:write', 'address', 'openid  email', ''])('is never %j', (scope) => {
    expect(() => grantScopes('viewer', scope)).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  });
});

describe('what a refreshed token may', () => {
  const GRANTED = ['openid', 'offline_access', 'workflow:read', 'claims:write'];

  it('is what was granted, as far as the role of today allows', () => {
    expect(refreshedScope('owner', GRANTED, undefined)).toBe(GRANTED.join(' '));
    expect(refreshedScope('viewer', GRANTED, undefined)).toBe('openid offline_access workflow:read');
  });

  it('is never more than was granted, whatever the role allows', () => {
    expect(() => refreshedScope('owner', GRANTED, 'audit:read')).toThrow();
    expect(() => refreshedScope('viewer', GRANTED, 'claims:write')).toThrow();
    expect(refreshedScope('owner', GRANTED, 'claims:write')).toBe('claims:write');
  });
});
