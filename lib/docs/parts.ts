import { ERROR_CODES } from '../contract/error-codes';
import { MANAGEMENT_SCOPES, WELL_KNOWN_SCOPES } from '../contract/scope-terms';
import { WEBHOOK_EVENTS } from '../contract/webhook-events';
import { APP_ENDPOINTS, ENDPOINTS, type EndpointFacts, type FieldFact, HEADERS } from './endpoints';
import { ERROR_WORDS } from './error-words';

/** A row of a table; a bar would begin another cell. */
const row = (...cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: string[], rows: string[][]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

const code = (text: string) => `\`${text}\``;

/** Names of the protocol within a sentence, such as `grant_type`. */
const withNames = (words: string) => words.replace(/\b[a-z]+(?:_[a-z]+)+(?:=\w+)?\b/g, code('$&'));
const facts = (name: string, fields: readonly FieldFact[]): string =>
  table(
    [name, 'Meaning'],
    fields.map((field) => [code(field.name), withNames(field.meaning)]),
  );

/** A part for each code, whose address is the code. */
export const ERROR_PARTS = ERROR_CODES.map((name) => {
  const { status, cause, mend } = ERROR_WORDS[name];
  const where = /^\d/.test(status) ? `Status ${status}.` : `${status}.`;
  return `### ${code(name)} [#${name}]\n\n*${where}* ${withNames(cause)}\n\n**Mend it:** ${withNames(mend)}`;
}).join('\n\n');

const endpointPart = ({ id, method, path, title, source, intro, sample, ...rest }: EndpointFacts): string =>
  [
    `## ${title} [#${id}]`,
    `${code(`${method} ${path}`)} (${source})`,
    withNames(intro),
    ...(sample ? [`\`\`\`bash title="${title}: curl"\n${sample}\n\`\`\``] : []),
    ...(rest.takes.length > 0 ? [facts('Takes', rest.takes)] : []),
    ...(rest.answers.length > 0 ? [facts('Answers', rest.answers)] : []),
    `**Refusals:** ${withNames(rest.refusals)}`,
  ].join('\n\n');

export const ENDPOINT_PARTS = ENDPOINTS.map(endpointPart).join('\n\n');
export const APP_ADDRESSES = facts('Address', APP_ENDPOINTS);
export const HEADER_ROWS = facts('Header', HEADERS);
export const ADDRESS_ROWS = table(
  ['Address', 'What for', 'Standard'],
  ENDPOINTS.map(({ id, method, path, title, source }) => [
    `[${code(`${method} ${path}`)}](/docs/reference#${id})`,
    title,
    source,
  ]),
);
const scopeTable = (scopes: readonly { scope: string; meaning: string }[]): string =>
  table(
    ['Scope', 'Allows to'],
    scopes.map(({ scope, meaning }) => [code(scope), meaning]),
  );
export const SCOPE_ROWS = scopeTable(WELL_KNOWN_SCOPES);
export const MANAGEMENT_SCOPE_ROWS = scopeTable(MANAGEMENT_SCOPES);
export const WEBHOOK_EVENT_ROWS = table(
  ['Event', 'What happened'],
  Object.entries(WEBHOOK_EVENTS).map(([type, meaning]) => [code(type), meaning]),
);
