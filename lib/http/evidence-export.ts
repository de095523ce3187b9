import type { ExportedSecret } from '../admin/evidence';
import type { Export } from '../admin/export-gate';
import type { EvidencePeriod } from '../contract/evidence';
import type { Log } from '../log';
import { type Columns, CSV_TYPE, csv } from './csv';
import { fileAnswer } from './file-answer';

const NAMES = [
  'client_id',
  'client_name',
  'client_status',
  'secret_id',
  'hint',
  'state',
  'created_at',
  'created_by',
  'rotated_at',
  'rotated_by',
  'ended_at',
  'retired_by',
  'last_used_at',
  'tokens_issued',
  'exposed_at',
  'age_days',
  'policy_max_age_days',
  'policy_met',
] as const satisfies (keyof ExportedSecret)[];

const COLUMNS: Columns<ExportedSecret> = Object.fromEntries(
  NAMES.map((name) => [name, (secret: ExportedSecret) => secret[name]]),
);

/** The text of the file, piece by piece. */
export const evidencePieces = (portions: Export<ExportedSecret>['portions']): AsyncGenerator<string> =>
  csv(COLUMNS, portions);

/** The secrets of a period as a CSV file. */
export function evidenceAnswer(
  { from, to }: EvidencePeriod,
  { portions, signal }: Export<ExportedSecret>,
  log: Log,
): Response {
  const name = `secrets_${from}_${to}.csv`;
  return fileAnswer({ name, type: CSV_TYPE, pieces: evidencePieces(portions), signal }, log);
}
