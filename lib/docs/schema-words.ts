import type { ApiDocument, Schema } from './document';
import { code, withNames } from './tables';

type Resolved = ApiDocument['resolved'];

/** Bounds that JSON Schema writers put where there is none. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;
/** Longer ones say less than the sentence beside them. */
const LONGEST_PATTERN = 40;

/** What a value may be: its type, its values, its bounds. */
export function typeWords(given: Schema, resolved: Resolved): string {
  const schema = resolved(given);
  if (schema.anyOf) return schema.anyOf.map((one) => typeWords(one, resolved)).join(' or ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  const type = [schema.type ?? 'any'].flat().join(' or ');
  const named = type === 'array' && schema.items ? `array of ${typeWords(schema.items, resolved)}` : type;
  return [named, ...bounds(schema)].join(', ');
}

function bounds(schema: Schema): string[] {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, pattern, format } = schema;
  return [
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' of them'),
    range(minimum, maximum, ''),
    format && format !== 'password' ? format : '',
    pattern && pattern.length <= LONGEST_PATTERN ? code(pattern) : '',
  ].filter(Boolean);
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const low = least !== undefined && least > -NO_BOUND ? least.toLocaleString('en') : undefined;
  const high = most !== undefined && most < NO_BOUND ? most.toLocaleString('en') : undefined;
  if (low && high) return `${low} to ${high}${unit}`;
  if (high) return `at most ${high}${unit}`;
  return low && low !== '0' ? `at least ${low}${unit}` : '';
}

/** The members of an object, those within them too: name, type, meaning. */
export function fieldRows(given: Schema, resolved: Resolved, prefix = '', sent = false): string[][] {
  const { properties = {}, required = [] } = resolved(given);
  return Object.entries(properties).flatMap(([name, member]) => {
    const schema = resolved(member);
    const inner = (schema.anyOf ?? [schema]).map(resolved).find((one) => one.properties ?? one.items);
    const within = inner?.items ?? inner;
    const nested = within && resolved(within).properties;
    const words = [
      sent && required.includes(name) ? '**Required.**' : '',
      withNames(schema.description ?? ''),
      schema.default === undefined ? '' : `Without it: ${code(JSON.stringify(schema.default))}.`,
    ];
    return [
      [code(prefix + name), nested ? nestedWords(schema, inner) : typeWords(schema, resolved), said(words)],
      ...(nested ? fieldRows(within, resolved, `${prefix}${name}${inner?.items ? '[].' : '.'}`, sent) : []),
    ];
  });
}

const nestedWords = (schema: Schema, inner?: Schema): string =>
  [
    `${inner?.items ? 'array' : 'object'}${schema.anyOf?.some(({ type }) => type === 'null') ? ' or null' : ''}`,
    ...bounds(inner ?? schema),
  ].join(', ');

/** Descriptions are no sentences of their own. */
const said = (words: string[]): string =>
  words
    .filter(Boolean)
    .map((text) => (/[.*]$/.test(text) ? text : `${text}.`))
    .join(' ');
