import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OAuthError } from './errors';
import { narrowScope } from './scope';

const GRANTED = ['workflow:read', 'audit:read', 'claims:read'];

const narrow = (requested: string | undefined) => {
  try {
    return narrowScope(GRANTED, requested);
  } catch (cause) {
    if (OAuthError.is(cause)) return cause.code;
    throw cause;
  }
};

describe('narrowScope', () => {
  it('grants all of it when nothing is asked for', () => {
    expect(narrow(undefined)).toBe('workflow:read audit:read claims:read');
  });

  it('grants what is asked for, once each', () => {
    expect(narrow('audit:read workflow:read audit:read')).toBe('audit:read workflow:read');
  });

  it.each(['claims:write', 'audit:read claims:write', 'AUDIT:READ', 'audit:rea', 'audit:read*'])(
    'refuses %j instead of cutting it silently',
    (requested) => expect(narrow(requested)).toBe('invalid_scope'),
  );

  it.each([
    ' audit:read',
    'audit:read ',
    'audit:read  workflow:read',
    'audit:read\tworkflow:read',
    'a"b',
    'a\\b',
    'ü',
  ])('refuses malformed %j', (requested) => expect(narrow(requested)).toBe('invalid_scope'));

  it('is never more than was granted, and exactly what was asked for when it grants (property)', () => {
    const some = fc.subarray(GRANTED, { minLength: 1 });
    fc.assert(
      fc.property(some, (wanted) => {
        expect(narrow(wanted.join(' '))?.split(' ')).toEqual(wanted);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (requested) => {
        const result = narrow(requested);
        if (result !== 'invalid_scope')
          for (const scope of result.split(' ')) expect(GRANTED).toContain(scope);
      }),
    );
  });
});
