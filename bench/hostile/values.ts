import fc from 'fast-check';
import type { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { mutateText, oddValue } from '../fuzz/mutate';

// biome-ignore lint/suspicious/noExplicitAny: a schema of a foreign format, walked through
export type Schema = any;

/** What a document calls by name. */
const resolved = (schema: Schema, root: Schema): Schema =>
  schema?.$ref
    ? schema.$ref
        .split('/')
        .slice(1)
        .reduce((node: Schema, part: string) => node[part], root)
    : (schema ?? {});

/** Values that keep to a schema. A pattern is only tried: whether one keeps to it the service may say. */
function valid(given: Schema, root: Schema): fc.Arbitrary<unknown> {
  const schema = resolved(given, root);
  const inner = (one: Schema) => valid(one, root);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return fc.oneof(...choice.map(inner));
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type: string) => inner({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: bound(schema.minimum, -1000), max: bound(schema.maximum, 100_000) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(schema.items), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
      });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, inner(one)])),
        { requiredKeys: schema.required ?? [] },
      );
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

const bound = (given: number | undefined, otherwise: number): number =>
  Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, given ?? otherwise));

function text({ pattern, format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 200)) };
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.emailAddress();
  if (format === 'uri') return fc.webUrl();
  if (/^\^\[\\x21-\\x7E\]/.test(pattern ?? '')) return fc.constant('https://keys.example.com/jwks.json');
  if (/^\^\[A-Za-z0-9_-\]/.test(pattern ?? '')) return fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
  return fc.oneof(
    fc.string({ ...length, unit: 'grapheme-ascii' }),
    fc.string({ ...length, unit: 'grapheme' }),
  );
}

/** As many as are wanted, the same for the same seed. */
export const samples = (schema: Schema, root: Schema, seed: number, count: number): unknown[] =>
  fc.sample(valid(schema, root), { seed, numRuns: count });

/** Not all of these can be said in JSON by an object of JavaScript, so they are put in as text afterwards. */
const RAW: [mark: string, raw: string][] = [
  ['raw:number', '1e999'],
  ['raw:digits', '9'.repeat(400)],
  ['raw:minus', '-0'],
  ['raw:surrogate', '"\\ud800"'],
  ['raw:nul', '"\\u0000"'],
  ['raw:deep', '['.repeat(3000) + ']'.repeat(3000)],
  ['raw:deeper', `${'{"a":'.repeat(1500)}1${'}'.repeat(1500)}`],
  ['raw:none', ''],
  ['raw:twice', `1,"__proto__":{"admin":true},"constructor":1`],
];

/** JSON of a value in which marks stand for what JSON has and objects have not. */
export const json = (value: unknown): string =>
  RAW.reduce(
    (written, [mark, raw]) => written.replaceAll(`"${mark}"`, () => raw),
    JSON.stringify(value) ?? '',
  );

const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a'.repeat(300),
  '\0',
  'x_unknown',
];

/** A value that breaks a keyword of its schema, in one place; where that says nothing, anything else. */
function broken(choices: Choices, schema: Schema, value: unknown): unknown {
  const odd: unknown[] = [oddValue(choices), oddValue(choices), choices.pick(RAW)[0], CANARY];
  if (typeof value === 'string')
    odd.push(mutateText(choices, value), value + value, `${value}\u0000`, `${CANARY}${value}`, ` ${value} `);
  if (typeof value === 'number')
    odd.push(-value - 1, value + 0.5, String(value), 2 ** 53, 2 ** 31, -(2 ** 63));
  if (Array.isArray(value)) odd.push([...value, ...value], Array(500).fill(value[0] ?? 'x'), { ...value });
  if (schema.maxLength !== undefined)
    odd.push('x'.repeat(schema.maxLength + 1), 'é'.repeat(schema.maxLength));
  if (schema.minLength) odd.push('x'.repeat(schema.minLength - 1));
  if (schema.maximum !== undefined) odd.push(schema.maximum + 1);
  if (schema.minimum !== undefined) odd.push(schema.minimum - 1);
  if (schema.maxItems !== undefined) odd.push(Array(schema.maxItems + 1).fill('x'));
  if (schema.enum) odd.push(`${schema.enum[0]} `, String(schema.enum[0]).toUpperCase(), [schema.enum[0]]);
  return choices.pick(odd);
}

/** The same value, wrong in one place or in a few. @param schema of the value; {} where there is none */
export function spoilt(choices: Choices, value: unknown, schema: Schema, root: Schema): unknown {
  const own = resolved(schema, root);
  if (typeof value !== 'object' || value === null || choices.chance(0.08)) return broken(choices, own, value);
  if (Array.isArray(value)) {
    if (value.length === 0 || choices.chance(0.3)) return broken(choices, own, value);
    const at = choices.below(value.length);
    return value.with(at, spoilt(choices, value[at], own.items ?? {}, root));
  }
  const changed: Record<string, unknown> = { ...value };
  const names = Object.keys(own.properties ?? changed);
  const name = names.length > 0 ? choices.pick(names) : 'a';
  switch (choices.below(6)) {
    case 0:
      delete changed[name];
      return changed;
    case 1:
      // As a name of its own: assigned, it would be the prototype.
      Object.defineProperty(changed, choices.pick(KEYS), {
        value: choices.pick([oddValue(choices), CANARY]),
        enumerable: true,
      });
      return changed;
    default:
      changed[name] = spoilt(choices, changed[name], own.properties?.[name] ?? {}, root);
      return changed;
  }
}
