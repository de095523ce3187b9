import type { ApiDocument, Operation } from './document';
import { forReader, keptSamples, nameOf, oneCall } from './operation-samples';
import { fieldRows, typeWords } from './schema-words';
import { code, sample, table, withNames } from './tables';
import { tryItOf } from './try-it';

/** A part of the reference: what the document says of one operation. */
export function operationPart(operation: Operation, document: ApiDocument): string {
  const { operationId, summary, description } = operation;
  return [
    `## ${summary} [#${operationId}]`,
    code(nameOf(operation)),
    description ? withNames(description) : '',
    `**Who calls:** ${callerWords(operation, document)}`,
    `\`\`\`try\n${forReader(JSON.stringify(tryItOf(operation, document)))}\n\`\`\``,
    parameterRows(operation, document),
    bodyRows(operation, document),
    oneCall(operation, nameOf(operation)),
    keptSamples(operation, `${nameOf(operation)}, kept`, 'With the token kept, and renewed in time:'),
    answerPart(operation, document),
    refusalRows(operation),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Ways to call; what has none in a header, and no secret in its body, is open to everybody. */
function callerWords({ security, requestBody }: Operation, { schemes, resolved }: ApiDocument): string {
  const body = Object.values(requestBody?.content ?? {})[0];
  const hasSecret = body && resolved(body.schema).properties?.client_secret;
  const ways = security.map((way) => {
    const [scheme] = Object.keys(way);
    if (!scheme) return hasSecret ? 'credentials in the body' : 'anybody, without credentials';
    const [scope] = way[scheme] ?? [];
    const words = schemes[scheme]?.description ?? scheme;
    return `${code(`Authorization: ${SCHEME_NAMES[scheme] ?? scheme}`)}, ${withNames(decapitalised(words))}${scope ? `, with the scope ${code(scope)}` : ''}`;
  });
  return `${ways.join('; or ')}.`;
}

const SCHEME_NAMES: Record<string, string> = { bearer: 'Bearer', dpop: 'DPoP', basic: 'Basic' };
const decapitalised = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function parameterRows({ parameters = [] }: Operation, { resolved }: ApiDocument): string {
  if (parameters.length === 0) return '';
  return table(
    ['Parameter', 'Type', 'Meaning'],
    parameters.map(({ name, in: place, required, description, schema }) => [
      code(name),
      `${place === 'path' ? 'in the address' : place}: ${typeWords(schema, resolved)}`,
      [
        required ? '**Required.**' : '',
        description ? `${withNames(description)}.` : '',
        schema.default === undefined || schema.default === ''
          ? ''
          : `Without it: ${code(String(schema.default))}.`,
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  );
}

function bodyRows({ requestBody }: Operation, { resolved }: ApiDocument): string {
  const content = Object.entries(requestBody?.content ?? {});
  const media = content[0]?.[1];
  if (!media) return '';
  const types = content.map(([type]) => code(type)).join(' or ');
  const { description } = resolved(media.schema);
  return [
    `**Body:** ${types}${requestBody?.required ? '' : '; may be left out'}.${description ? ` ${withNames(description)}.` : ''}`,
    table(['Body', 'Type', 'Meaning'], fieldRows(media.schema, resolved, '', true)),
  ].join('\n\n');
}

/** Headers that each of its answers has. */
function commonHeaders({ responses }: Operation): string[] {
  const [first, ...rest] = Object.values(responses).map(({ headers }) => Object.keys(headers));
  return (first ?? []).filter((header) => rest.every((headers) => headers.includes(header)));
}

/** What it answers when all is well. */
function answerPart(operation: Operation, { resolved }: ApiDocument): string {
  const [status, response] =
    Object.entries(operation.responses).find(([number]) => number.startsWith('2')) ?? [];
  if (!response) return '';
  const { description, headers, content } = response;
  const media = content?.['application/json'];
  const alternatives = media ? (resolved(media.schema).anyOf ?? [media.schema]) : [];
  const common = commonHeaders(operation);
  const own = Object.keys(headers).filter((header) => !common.includes(header));
  return [
    [
      `**Answer ${status}:** ${withNames(description)}.`,
      media ? '' : ' Its body is empty.',
      own.length > 0 ? ` It has ${own.map(code).join(', ')}.` : '',
    ].join(''),
    media?.example
      ? sample('json', `${nameOf(operation)}: ${status}`, forReader(JSON.stringify(media.example, null, 2)))
      : '',
    ...alternatives.map((schema) => {
      const words =
        alternatives.length > 1 ? `Answer: ${decapitalised(resolved(schema).description ?? '')}` : 'Answer';
      return table([words, 'Type', 'Meaning'], fieldRows(schema, resolved));
    }),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Everything else, with the headers that each has; each code leads to what it means and what to do. */
function refusalRows(operation: Operation): string {
  const common = commonHeaders(operation);
  const rows = Object.entries(operation.responses)
    .filter(([status]) => !status.startsWith('2'))
    .map(([status, { description, headers, content }]) => {
      const codes = content?.['application/json'].schema.allOf?.[1].properties.error.enum ?? [];
      const own = Object.keys(headers).filter((header) => !common.includes(header));
      return [
        code(status),
        codes.map((error) => `[${code(error)}](/docs/errors#${error})`).join(', ') || '—',
        `${description}.${own.length > 0 ? ` With ${own.map(code).join(', ')}.` : ''}`,
      ];
    });
  const limit = common.includes('RateLimit-Limit') ? ' [The limits](/docs/limits) say how many calls.' : '';
  const always = common.length > 0 ? `\n\n**On every answer:** ${common.map(code).join(', ')}.${limit}` : '';
  return `${table(['Status', 'Error', 'When'], rows)}${always}`;
}
