import { ERROR_CODES } from '../contract/error-codes';
import { MANAGEMENT_SCOPES, WELL_KNOWN_SCOPES } from '../contract/scope-terms';
import { WEBHOOK_EVENTS } from '../contract/webhook-events';
import { ERROR_WORDS } from './error-words';
import { code, table, withNames } from './tables';

/** A part for each code, whose address is the code. */
export const ERROR_PARTS = ERROR_CODES.map((name) => {
  const { status, cause, mend } = ERROR_WORDS[name];
  const where = /^\d/.test(status) ? `Status ${status}.` : `${status}.`;
  return `### ${code(name)} [#${name}]\n\n*${where}* ${withNames(cause)}\n\n**Mend it:** ${withNames(mend)}`;
}).join('\n\n');

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
