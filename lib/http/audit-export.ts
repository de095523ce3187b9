import type { Export, Portion } from '../admin/export-gate';
import type { AuditEntry } from '../contract/audit';
import type { EXPORT_FORMATS } from '../contract/audit-export';
import type { Log } from '../log';
import { type Columns, CSV_TYPE, csv } from './csv';
import { fileAnswer } from './file-answer';

type Format = (typeof EXPORT_FORMATS)[number];

const FORMATS: Record<
  Format,
  { type: string; write(portions: AsyncIterable<Portion<AuditEntry>>): AsyncGenerator<string> }
> = {
  csv: { type: CSV_TYPE, write: (portions) => csv(COLUMNS, portions) },
  json: { type: 'application/json', write: json },
};

/** Rows of the audit log as a file. */
export function auditExportAnswer(
  format: Format,
  { portions, signal }: Export<AuditEntry>,
  now: Date,
  log: Log,
): Response {
  const { type, write } = FORMATS[format];
  const name = `audit-log-${now.toISOString().slice(0, 10)}.${format}`;
  return fileAnswer({ name, type, pieces: write(portions), signal }, log);
}

const COLUMNS: Columns<AuditEntry> = {
  time: ({ at }) => at,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  target_id: ({ target_id }) => target_id,
  target_name: ({ target_name }) => target_name,
  address: ({ address }) => address,
  user_agent: ({ user_agent }) => user_agent,
  request_id: ({ request_id }) => request_id,
  token_id: ({ jti }) => jti,
  detail: ({ detail }) => JSON.stringify(detail),
};

/** One object, so that a file that broke off is no JSON at all. */
async function* json(portions: AsyncIterable<Portion<AuditEntry>>): AsyncGenerator<string> {
  yield '{"events":[';
  let separator = '';
  let cut: string | null = null;
  for await (const { rows, note } of portions) {
    if (rows.length > 0) {
      yield `${separator}\n${rows.map((event) => JSON.stringify(event)).join(',\n')}`;
      separator = ',';
    }
    cut = note ?? cut;
  }
  yield `\n],"cut":${JSON.stringify(cut)}}\n`;
}
