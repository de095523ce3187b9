import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OAuthError } from './errors';
import { Parameters } from './parameters';

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (cause) {
    if (OAuthError.is(cause)) return `${cause.status} ${cause.message}`;
    throw cause;
  }
  return 'accepted';
};

describe('Parameters', () => {
  it('count an empty parameter as not sent, so a doubled empty one is no repetition', () => {
    const parameters = Parameters.fromForm('grant_type=&grant_type=client_credentials&scope=');
    expect(parameters.get('grant_type')).toBe('client_credentials');
    expect(parameters.get('scope')).toBeUndefined();
    expect(parameters.has('scope')).toBe(false);
  });

  it.each([
    ['form', () => Parameters.fromForm('a=1&a=2')],
    ['form, alike', () => Parameters.fromForm('a=1&a=1')],
    ['JSON', () => Parameters.fromJson('{"a":"1","a":"2"}')],
    ['JSON, escaped alike', () => Parameters.fromJson('{"a":"1","\\u0061":"2"}')],
  ])('refuse one that is sent twice (%s)', (_form, run) => {
    expect(refusal(run)).toBe('400 A parameter is sent more than once.');
  });

  it('do not mistake what only looks like a key for one', () => {
    const parameters = Parameters.fromJson('{"a":"x\\":{","b":{"a":[{"a":1}]},"c":"}"}');
    expect(parameters.get('a')).toBe('x":{');
    expect(parameters.get('c')).toBe('}');
  });

  it.each(['', '{', '[]', 'null', '"text"', '{"a":1', '{"a":"1"} x'])('refuse %j as JSON', (text) => {
    expect(refusal(() => Parameters.fromJson(text))).toMatch(/^400 /);
  });

  it.each(['{"a":1}', '{"a":null}', '{"a":["x"]}', '{"a":{}}', '{"a":true}'])(
    'refuse the type in %s',
    (text) => {
      expect(refusal(() => Parameters.fromJson(text).get('a'))).toBe('400 a must be a string.');
    },
  );

  it('refuse control characters, NUL first of all', () => {
    for (const character of ['\u0000', '\n', '\u001f', '\u007f'])
      expect(refusal(() => Parameters.fromPairs([['a', `x${character}`]]).get('a'))).toMatch(
        /control characters/,
      );
  });

  it('do not see what every object inherits', () => {
    const parameters = Parameters.fromJson('{"a":"1"}');
    expect(parameters.get('constructor')).toBeUndefined();
    expect(refusal(() => parameters.require('__proto__'))).toBe('400 __proto__ is missing.');
  });

  it('keep every value of a flat object as it was (property)', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\p{Cc}]/u.test(value));
    fc.assert(
      fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (object) => {
        const fromJson = Parameters.fromJson(JSON.stringify(object));
        const fromForm = Parameters.fromForm(new URLSearchParams(object).toString());
        for (const [name, value] of Object.entries(object)) {
          expect(fromJson.get(name)).toBe(value);
          expect(fromForm.get(name)).toBe(value);
        }
      }),
    );
  });

  it('never fail otherwise than by refusing (property)', () => {
    fc.assert(fc.property(fc.string(), (text) => void refusal(() => Parameters.fromJson(text))));
    fc.assert(fc.property(fc.json(), (text) => void refusal(() => Parameters.fromJson(text).get('a'))));
    fc.assert(fc.property(fc.string(), (text) => void refusal(() => Parameters.fromForm(text).get('a'))));
  });
});
