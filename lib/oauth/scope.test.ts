import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OAuthError } from './errors';
import { narrowScope } from './scope';

const GRANTED = ['workflow:read', 'audit:read', 'claims:read'];

const name = fc.constantFrom(...GRANTED, 'claims:write', 'a', 'read');
const grants = fc.uniqueArray(name, { minLength: 1 });

const narrow = (requested: string | undefined, granted = GRANTED) => {
  try {
    return narrowScope(granted, requested);
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

  it('is what was asked for, in that order and once each, or refused (property)', () => {
    fc.assert(
      fc.property(grants, fc.array(name, { minLength: 1, maxLength: 8 }), (granted, wanted) => {
        const result = narrow(wanted.join(' '), granted);
        if (wanted.every((scope) => granted.includes(scope)))
          expect(result).toBe([...new Set(wanted)].join(' '));
        else expect(result).toBe('invalid_scope');
      }),
    );
  });

  it('narrowed again stays as it is, and never grows back (property)', () => {
    const list = fc.array(name, { minLength: 1, maxLength: 4 }).map((scopes) => scopes.join(' '));
    fc.assert(
      fc.property(grants, list, list, (granted, first, second) => {
        const narrowed = narrow(first, granted);
        if (narrowed === 'invalid_scope') return;
        expect(narrow(narrowed, granted)).toBe(narrowed);
        expect(narrow(undefined, narrowed.split(' '))).toBe(narrowed);
        const again = narrow(second, narrowed.split(' '));
        if (again !== 'invalid_scope') expect(narrow(second, granted)).toBe(again);
      }),
    );
  });

  it('is never more than was granted, whatever is asked for (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.mixedCase(fc.constantFrom(...GRANTED))), (requested) => {
        const result = narrow(requested);
        if (result !== 'invalid_scope')
          for (const scope of result.split(' ')) expect(GRANTED).toContain(scope);
      }),
    );
  });
});
