import type { AuditEntry } from '@/lib/contract/audit';
import { diagnosisIn, diagnosisWords } from './diagnosis-words';

interface FactOf {
  term: string;
  value: string;
  /** Whether it is an id. */
  copy?: boolean;
}

const TERMS: Record<string, string> = {
  user_email: 'Person',
  actor_name: 'By',
  jkt: 'Bound to key',
  app_id: 'App ID',
};

/** The rest of a row, in words: what changed from what to what, ids to copy, and whatever else was noted. */
export function detailFacts(event: Pick<AuditEntry, 'detail' | 'at' | 'target_id'>): FactOf[] {
  const { before, after, diagnosis: _, ...rest } = event.detail;
  const diagnosis = diagnosisIn(event);
  const facts: FactOf[] = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({ term: termOf(name), value: valueText(value), copy: isId(name, value) }));
  if (diagnosis) {
    facts.push({ term: 'It was', value: diagnosisWords(diagnosis, event.at) });
    if (diagnosis.client_id && diagnosis.client_id !== event.target_id)
      facts.push({ term: 'Of client', value: diagnosis.client_id, copy: true });
    if (diagnosis.secret_id) facts.push({ term: 'Its secret', value: diagnosis.secret_id, copy: true });
  }
  return [...facts, ...changes(before, after)];
}

function termOf(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/\bid\b/, 'ID');
  return TERMS[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const isId = (name: string, value: unknown): boolean => /_id$|^jkt$/.test(name) && typeof value === 'string';

/** One line a field that is another now. */
function changes(before: unknown, after: unknown): FactOf[] {
  const [was, is] = [before, after].map((side) =>
    typeof side === 'object' && side !== null ? (side as Record<string, unknown>) : {},
  );
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  return names
    .filter((name) => JSON.stringify(was?.[name]) !== JSON.stringify(is?.[name]))
    .map((name) => ({
      term: termOf(name),
      value:
        was && name in was ? `${valueText(was[name])} → ${valueText(is?.[name])}` : valueText(is?.[name]),
    }));
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(valueText).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name.replaceAll('_', ' ')}: ${valueText(each)}`)
    .join('; ');
}
