import { type ApiDocument, apiDocument, type Operation } from './document';
import { operationPart } from './operation-part';
import { keptSamples, nameOf, oneCall } from './operation-samples';
import { code, table } from './tables';

/** Of the management API, which has a page of its own. */
const MANAGEMENT = '/v1/tenants/';

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

const addressRows = (operations: readonly Operation[], page: string): string =>
  table(
    ['Address', 'What for'],
    operations.map((one) => [`[${code(nameOf(one))}](/docs/${page}#${one.operationId})`, one.summary]),
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
