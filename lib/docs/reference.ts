import { type ApiDocument, apiDocument, type Operation } from './document';
import { fieldRows, typeWords } from './schema-words';
import { code, sample, table, withNames } from './tables';
import { tryItOf } from './try-it';

/** Of the management API, which has a page of its own. */
const MANAGEMENT = '/v1/tenants/';

/** In the examples of the document; the reader’s own stands in its place. */
const EXAMPLE_CLIENT = /\bclient_[A-Za-z0-9]{22}\b|\bYOUR_CLIENT_ID\b/g;
const forReader = (text: string) => text.replace(EXAMPLE_CLIENT, '{{clientId}}');

/** What is made from the OpenAPI document. */
export interface ReferenceParts {
  addresses: string;
  managementAddresses: string;
  headers: string;
  operations: string;
  managementOperations: string;
  /** Of the operation that issues tokens, in every language. */
  oneToken: string;
  keptToken: string;
}

const made = new Map<string, ReferenceParts>();

/** The reference as Markdown, made once for an issuer, which a process has one of. */
export function referenceParts(issuer: string): ReferenceParts {
  const known = made.get(issuer) ?? make(apiDocument(issuer));
  made.set(issuer, known);
  return known;
}

function make(document: ApiDocument): ReferenceParts {
  const { operations } = document;
  const managing = operations.filter(({ path }) => path.startsWith(MANAGEMENT));
  const others = operations.filter((operation) => !managing.includes(operation));
  const parts = (some: readonly Operation[]) => some.map((one) => operationPart(one, document)).join('\n\n');
  const token = operations.find(({ operationId }) => operationId === 'create-token');
  return {
    addresses: addressRows(others, 'reference'),
    managementAddresses: addressRows(managing, 'management-reference'),
    headers: headerRows(operations),
    operations: parts(others),
    managementOperations: parts(managing),
    oneToken: token ? oneCall(token, 'One token') : '',
    keptToken: token ? keptSamples(token, 'A kept token') : '',
  };
}

const name = ({ method, path }: Operation) => `${method} ${path}`;

const addressRows = (operations: readonly Operation[], page: string): string =>
  table(
    ['Address', 'What for'],
    operations.map((one) => [`[${code(name(one))}](/docs/${page}#${one.operationId})`, one.summary]),
  );

/** Every header that an answer may have, once. */
function headerRows(operations: readonly Operation[]): string {
  const all = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ headers }) => Object.entries(headers)),
  );
  const meanings = new Map(all.toReversed().map(([header, { description }]) => [header, description]));
  return table(
    ['Header', 'Meaning'],
    [...meanings].reverse().map(([header, meaning]) => [code(header), `${meaning}.`]),
  );
}

function operationPart(operation: Operation, document: ApiDocument): string {
  const { operationId, summary, description } = operation;
  return [
    `## ${summary} [#${operationId}]`,
    code(name(operation)),
    description ? withNames(description) : '',
    `**Who calls:** ${callerWords(operation, document)}`,
    `\`\`\`try\n${forReader(JSON.stringify(tryItOf(operation, document)))}\n\`\`\``,
    parameterRows(operation, document),
    bodyRows(operation, document),
    oneCall(operation, name(operation)),
    keptSamples(operation, `${name(operation)}, kept`, 'With the token kept, and renewed in time:'),
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
    ['Parameter', 'Where', 'Type', 'Meaning'],
    parameters.map((parameter) => [
      code(parameter.name),
      parameter.in === 'path' ? 'address' : parameter.in,
      typeWords(parameter.schema, resolved),
      [
        parameter.required ? '**Required.**' : '',
        parameter.description ? `${withNames(parameter.description)}.` : '',
        parameter.schema.default === undefined || parameter.schema.default === ''
          ? ''
          : `Without it: ${code(String(parameter.schema.default))}.`,
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  );
}

function bodyRows({ requestBody }: Operation, { resolved }: ApiDocument): string {
  const [types, [body]] = [
    Object.keys(requestBody?.content ?? {}),
    Object.values(requestBody?.content ?? {}),
  ];
  if (!body) return '';
  const how = `**Body:** ${types.map(code).join(' or ')}${requestBody?.required ? '' : '; may be left out'}.`;
  return `${how}\n\n${table(['Body', 'Type', 'Meaning'], fieldRows(body.schema, resolved, '', true))}`;
}

const samplesOf = (operation: Operation, kept: boolean) =>
  operation['x-codeSamples'].filter(({ label }) => label.endsWith(', kept') === kept);

const tabs = (operation: Operation, kept: boolean, title: string): string =>
  samplesOf(operation, kept)
    .map(({ lang, label, source }) => sample(lang, title, forReader(source), label.replace(', kept', '')))
    .join('\n\n');

const oneCall = (operation: Operation, title: string) => tabs(operation, false, title);

const keptSamples = (operation: Operation, title: string, lead = ''): string =>
  [samplesOf(operation, true).length > 0 ? lead : '', tabs(operation, true, title)]
    .filter(Boolean)
    .join('\n\n');

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
      ? sample('json', `${name(operation)}: ${status}`, forReader(JSON.stringify(media.example, null, 2)))
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
        `${description}.`,
        own.map(code).join(', ') || '—',
      ];
    });
  const always = common.length > 0 ? `\n\n**On every answer:** ${common.map(code).join(', ')}.` : '';
  return `${table(['Status', 'Error', 'When', 'Header'], rows)}${always}`;
}
