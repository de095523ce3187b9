/**
 * What a migration may do while the release before it still runs, and while everybody is served: only add. The three ways
 * to break that, each with the marker that lets a statement through, in a comment above it with its reason.
 */
interface Rule {
  breaks: RegExp;
  /** Without one there is no reason that would do. */
  marker?: 'contract' | 'safe';
  says: string;
}

const RULES: Rule[] = [
  {
    breaks: /^\s*CREATE\s+INDEX\s+(?!IF\s+NOT\s+EXISTS\b)\S+\s+ON\s+"?(public"?\."?)?audit_events"?\s/is,
    says: 'must be CREATE INDEX IF NOT EXISTS, so that a large installation can build it before the upgrade (docs/guide/operating.md)',
  },
  {
    breaks:
      /\bDROP\s+(TABLE|VIEW|FUNCTION|SEQUENCE|SCHEMA|TYPE|COLUMN)\b|\bALTER\s+TABLE\b.*\bDROP\s+(?!CONSTRAINT\b|DEFAULT\b|NOT\s+NULL\b|EXPRESSION\b)["a-z]|\bRENAME\b|\bSET\s+DATA\s+TYPE\b|\bALTER\s+COLUMN\s+\S+\s+TYPE\b/is,
    marker: 'contract',
    says: 'takes away or changes what the last release reads. In a release after the one that stopped reading it: -- contract: not read since <version>, …',
  },
  {
    breaks:
      /\bADD\s+COLUMN\b(?!.*\bDEFAULT\b)[^,;]*\bNOT\s+NULL\b|\bSET\s+NOT\s+NULL\b|\bDROP\s+DEFAULT\b|\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)|\bCREATE\s+UNIQUE\s+INDEX\b|\bCREATE\s+(CONSTRAINT\s+)?TRIGGER\b/is,
    marker: 'safe',
    says: 'may refuse what the last release writes. If it does not: -- safe: why, and how many rows it reads',
  },
  {
    breaks:
      /^\s*CREATE\s+INDEX\b|\bADD\s+COLUMN\b.*\bDEFAULT\b.*\b(gen_random_uuid|random|clock_timestamp|nextval)\s*\(|^\s*(WITH\b.*)?\b(UPDATE|DELETE\s+FROM)\b|^\s*(LOCK|TRUNCATE|CLUSTER|VACUUM|REINDEX)\b/is,
    marker: 'safe',
    says: 'holds up whoever uses the table until it is done. If that is a moment: -- safe: why. Of a large table: CREATE INDEX IF NOT EXISTS, so that it can be built before the upgrade (docs/guide/operating.md, Upgrading)',
  },
];

const SHORTEST_REASON = 20;

/** @returns a sentence for each statement of the file that the release before would not survive */
export function migrationFaults(sql: string): string[] {
  const made = new Set(
    [...sql.matchAll(/\bCREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\S+)/gi)].map(([, name]) => bare(name)),
  );
  return statementsOf(sql).flatMap(({ text, markers }) => {
    if (made.has(bare(tableOf(text)))) return [];
    const rule = RULES.find(({ breaks, marker }) => breaks.test(text) && !(marker && markers.has(marker)));
    return rule ? [`${text.trim().replace(/\s+/g, ' ').slice(0, 80)}: ${rule.says}`] : [];
  });
}

/** Without comments and bodies of functions: what stands in those is run later, or never. */
function statementsOf(sql: string): { text: string; markers: Set<string> }[] {
  return sql
    .replace(/\$(\w*)\$.*?\$\1\$/gs, "''")
    .split(/--> statement-breakpoint|;\s*(?:\n|$)|;\s+(?=[A-Z])/)
    .map((part) => ({
      text: part.replace(/--.*$/gm, ''),
      markers: new Set(
        [...part.matchAll(/^\s*-- (contract|safe): (.*)$/gm)].flatMap(([, marker = '', reason = '']) =>
          reason.length >= SHORTEST_REASON ? [marker] : [],
        ),
      ),
    }))
    .filter(({ text }) => text.trim() !== '');
}

const tableOf = (text: string): string | undefined =>
  /\b(?:ALTER\s+TABLE|ON|UPDATE|DELETE\s+FROM|LOCK\s+TABLE|TRUNCATE)\s+(?:ONLY\s+|IF\s+EXISTS\s+)?("?[\w."]+)/i.exec(
    text,
  )?.[1];

const bare = (name: string | undefined): string =>
  (name ?? '').replace(/"|^public\./g, '').replace(/^public\./, '');
