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

const REPEATED = '400 A parameter is sent more than once.';

/** Every character by its number: the same text to a JSON parser, another one to whoever looks for keys in it. */
const escapedJson = (text: string) =>
  `"${[...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;

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
    expect(refusal(run)).toBe(REPEATED);
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

  it('of a form are those a reading pair by pair finds, or refused for a repeated one (property)', () => {
    const name = fc.constantFrom('a', 'b', 'scope', '__proto__', 'ä=&+%');
    const value = fc.constantFrom('', '', '1', '2', 'a&b=c+d%25 é');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
        const text = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        const sent = pairs.filter(([, value]) => value !== '');
        const repeated = new Set(sent.map(([name]) => name)).size < sent.length;
        expect(refusal(() => Parameters.fromForm(text))).toBe(repeated ? REPEATED : 'accepted');
        if (repeated) return;
        for (const [name] of pairs)
          expect(Parameters.fromForm(text).get(name)).toBe(sent.find(([other]) => other === name)?.[1]);
      }),
    );
  });

  it('of JSON are refused exactly when a key of the root is there twice, however it is spelled (property)', () => {
    const key = fc.constantFrom('a', 'b', '', '1', '__proto__', '"', '\\', '{"a":', 'é', '\u2028');
    const space = fc.constantFrom('', '', ' ', '\n', '\t \r');
    const spelled = fc
      .tuple(key, fc.boolean())
      .map(([text, escaped]) => ({ text, json: escaped ? escapedJson(text) : JSON.stringify(text) }));
    const json = fc.oneof(
      spelled.map((value) => value.json),
      fc.json({ maxDepth: 3 }),
      fc.constantFrom('{"a":{"a":1},"b":["a",{"b":":"}]}', '"\\\\"', '":\\"a\\":"'),
    );
    const member = fc.record({ name: spelled, value: json, before: space, after: space });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 5 }), (members) => {
        const text = members.map(
          ({ name, value, before, after }) => `${before}${name.json}${after}:${before}${value}${after}`,
        );
        const names = members.map(({ name }) => name.text);
        expect(refusal(() => Parameters.fromJson(`{${text.join(',')}}`))).toBe(
          new Set(names).size < names.length ? REPEATED : 'accepted',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('laid over others win where they are sent, and hide nothing where they are not (property)', () => {
    const names = ['a', 'b', 'c'];
    const some = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('', 'x', 'y'), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(some, some, (above, below) => {
        const both = Parameters.fromJson(JSON.stringify(above)).over(
          Parameters.fromForm(new URLSearchParams(below).toString()),
        );
        for (const name of names) {
          expect(both.get(name)).toBe(above[name] || below[name] || undefined);
          expect(both.has(name)).toBe(both.get(name) !== undefined);
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
