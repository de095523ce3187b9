import type { EvidenceView } from '@/lib/contract/evidence';
import { auditGapWords } from '@/lib/contract/evidence-words';
import { RotationsTable } from './rotations-table';
import { SecretsTable } from './secrets-table';
import { utcTime } from './utc-time';

/** A document that an auditor keeps: the same for every reader, so all its times are in UTC. */
export function EvidenceDocument({ evidence }: { evidence: EvidenceView }) {
  const { tenant, period, max_age_days } = evidence;
  return (
    <article className="flex flex-col gap-8 text-sm tabular-nums print:text-[8.5pt] print:leading-snug">
      <header className="flex flex-col gap-4">
        <div>
          <p className="text-muted-foreground">Gooclaim Auth</p>
          <h1 className="font-semibold text-2xl tracking-tight">Evidence of secret rotation</h1>
        </div>
        <dl className="grid gap-x-8 gap-y-1.5 border-y py-4 sm:grid-cols-2 print:grid-cols-2">
          <Line term="Tenant">
            {tenant.name} <span className="text-muted-foreground">({tenant.id})</span>
          </Line>
          <Line term="Period">
            {period.from} to {period.to}, both included (UTC)
          </Line>
          <Line term="Policy">
            {max_age_days === null
              ? 'No maximum age is set.'
              : `A client secret is replaced within ${max_age_days} days.`}
          </Line>
          <Line term="Generated">
            {utcTime(evidence.generated_at)} by {evidence.generated_by}
          </Line>
        </dl>
        {evidence.audit_kept_from ? <p>{auditGapWords(evidence.audit_kept_from)}</p> : null}
      </header>
      <Totals evidence={evidence} />
      <div className="flex flex-col gap-3">
        <h2 className="font-semibold text-base print:break-after-avoid">
          Secrets that were live in the period
        </h2>
        <SecretsTable secrets={evidence.secrets} />
        {evidence.secrets_cut ? <p>Cut after {evidence.secrets.length} rows: the CSV has them all.</p> : null}
      </div>
      <div className="flex flex-col gap-3">
        <h2 className="font-semibold text-base print:break-after-avoid">
          What was done to them, from the audit log
        </h2>
        <RotationsTable rotations={evidence.rotations} />
        {evidence.rotations_cut ? (
          <p>Cut after {evidence.rotations.length} rows: choose a shorter period for the rest.</p>
        ) : null}
      </div>
      <footer className="border-t pt-4 text-muted-foreground print:break-inside-avoid">
        <p>
          The age is that of the secret when it was rotated; of one that was not, when it ended, or when this
          was generated. It is held against the policy above, which was in force when this was generated. A
          rotation that was cancelled replaces nothing. A client that was deleted took its secrets with it;
          what is said of them is from the audit log. A secret is named by its id and its last four
          characters; the service keeps no secret in the clear.
        </p>
      </footer>
    </article>
  );
}

function Line({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 text-muted-foreground">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Totals({
  evidence: { secrets, rotations, secrets_cut, rotations_cut },
}: {
  evidence: EvidenceView;
}) {
  const live = secrets.filter(({ state }) => state === 'live' || state === 'ending').length;
  const begun = rotations.filter(({ action }) => /^secret\.(self_)?rotated$/.test(action)).length;
  const cancelled = rotations.filter(({ action }) => action === 'rotation.cancelled').length;
  const totals: [string, number, boolean][] = [
    ['Secrets', secrets.length, secrets_cut],
    ['Live now', live, secrets_cut],
    ['Ended', secrets.length - live, secrets_cut],
    ['Policy not met', secrets.filter(({ policy_met }) => policy_met === false).length, secrets_cut],
    ['Exposed', secrets.filter(({ exposed_at }) => exposed_at !== null).length, secrets_cut],
    ['Rotations', begun, rotations_cut],
    ['Of them cancelled', cancelled, rotations_cut],
  ];
  return (
    <section aria-label="Totals" className="print:break-inside-avoid">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border sm:grid-cols-7 print:grid-cols-7">
        {totals.map(([term, count, cut]) => (
          <div key={term} className="flex flex-col gap-1 bg-card px-3 py-2.5 max-sm:last:col-span-2">
            <dt className="text-muted-foreground text-xs">{term}</dt>
            <dd className="font-semibold text-lg leading-none print:text-base">
              {count.toLocaleString('en')}
              {cut ? '+' : ''}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
