import { stringify } from 'csv-stringify/sync';
import type { ExportPart } from '../admin/audit-export';
import type { AuditEntry } from '../contract/audit';
import type { EXPORT_FORMATS } from '../contract/audit-export';
import { EXPORT_ROWS } from '../contract/audit-export';
import type { Log } from '../log';

type Format = (typeof EXPORT_FORMATS)[number];
type Parts = AsyncGenerator<ExportPart>;

const TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
};
const CUT = `Cut: an export holds at most ${EXPORT_ROWS} rows. Narrow the filters for the older ones.`;

/**
 * The rows as a file, written as they are read: however long it is, one portion of it is in memory. One that breaks off
 * ends the connection, so that no browser takes a half for the whole.
 *
 * @param log told of what broke it off
 */
export function exportAnswer(format: Format, parts: Parts, now: Date, log: Log): Response {
  const pieces = format === 'csv' ? csv(parts) : json(parts);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (cause) {
        log.warn({ err: cause }, 'export of the audit log broken off');
        controller.error(cause);
      }
    },
    cancel: () => pieces.return(undefined).then(() => undefined),
  });
  const name = `audit-log-${now.toISOString().slice(0, 10)}.${format}`;
  return new Response(body, {
    headers: { 'Content-Type': TYPES[format], 'Content-Disposition': `attachment; filename="${name}"` },
  });
}

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe: anybody may have chosen what is
 * in it (CWE-1236).
 */
async function* csv(parts: Parts): AsyncGenerator<string> {
  const lines = (records: unknown[][]) =>
    stringify(records, { record_delimiter: 'windows', escape_formulas: true });
  yield lines([Object.keys(COLUMNS)]);
  for await (const { events, cut } of parts) {
    const rows: unknown[][] = events.map((event) => Object.values(COLUMNS).map((cell) => cell(event)));
    if (cut) rows.push([CUT, ...Object.keys(COLUMNS).slice(1).fill('')]);
    yield lines(rows);
  }
}

const COLUMNS: Record<string, (event: AuditEntry) => string | null> = {
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
async function* json(parts: Parts): AsyncGenerator<string> {
  yield '{"events":[';
  let separator = '';
  let isCut = false;
  for await (const { events, cut } of parts) {
    if (events.length > 0) {
      yield `${separator}\n${events.map((event) => JSON.stringify(event)).join(',\n')}`;
      separator = ',';
    }
    isCut = cut;
  }
  yield `\n],"cut":${isCut ? JSON.stringify(CUT) : 'null'}}\n`;
}
