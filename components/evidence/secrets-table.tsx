import { Fragment } from 'react';
import { secretAuthor } from '@/components/clients/secret-author';
import type { EvidenceSecret } from '@/lib/contract/evidence';
import { Name, PaperTable } from './paper-table';
import { utcTime } from './utc-time';

const STATES = {
  live: 'Live',
  ending: 'Old, still live',
  expired: 'Expired',
  retired: 'Retired',
  deleted: 'Deleted with its client',
} as const;

export function SecretsTable({ secrets }: { secrets: EvidenceSecret[] }) {
  return (
    <PaperTable
      caption="Secrets that were live in the period"
      head={['Client', 'Secret', 'Made', 'Rotated', 'Ended', 'Last used', 'Age', 'Policy']}
      empty={secrets.length === 0 ? 'No secret was live in this period.' : undefined}
    >
      {secrets.map((secret) => (
        <tr key={secret.secret_id}>
          <td>
            <Name>{secret.client_name}</Name>
            <span className="break-all font-mono text-muted-foreground">{secret.client_id}</span>
            {secret.client_status === 'active' ? null : (
              <span className="block">{secret.client_status === 'disabled' ? 'Disabled' : 'Deleted'}</span>
            )}
          </td>
          <td>
            <span className="font-mono">…{secret.hint}</span>
            <span className="block">{STATES[secret.state]}</span>
            {secret.exposed_at ? <span className="block">Exposed {utcTime(secret.exposed_at)}</span> : null}
          </td>
          <td>
            <Act at={secret.created_at} by={secretAuthor(secret)} />
          </td>
          <td>
            <Act
              at={secret.rotated_at}
              by={secret.rotated_by && secretAuthor({ created_by: secret.rotated_by })}
            />
          </td>
          <td>
            <Act at={secret.ended_at} by={secret.retired_by ?? ENDS[secret.state]} />
          </td>
          <td>
            <Uses secret={secret} />
          </td>
          <td className="whitespace-nowrap">
            {secret.age_days} {secret.age_days === 1 ? 'day' : 'days'}
          </td>
          <td className="whitespace-nowrap">
            {secret.policy_met === null ? (
              '—'
            ) : secret.policy_met ? (
              'Met'
            ) : (
              <strong className="font-semibold">Not met</strong>
            )}
          </td>
        </tr>
      ))}
    </PaperTable>
  );
}

/** How it ended where no person ended it, or none is known. */
const ENDS: Record<EvidenceSecret['state'], string> = {
  live: '',
  ending: 'to come: end of the overlap',
  expired: 'end of the overlap',
  retired: 'by whom is not known any more',
  deleted: 'end of the overlap, or by whom is not known any more',
};

function Uses({ secret: { last_used_at, tokens_issued } }: { secret: EvidenceSecret }) {
  if (tokens_issued === null) return <>Not known any more</>;
  return (
    <>
      <span className="whitespace-nowrap">{last_used_at ? utcTime(last_used_at) : 'Never'}</span>
      <span className="block text-muted-foreground">
        {tokens_issued.toLocaleString('en')} {tokens_issued === 1 ? 'token' : 'tokens'}
      </span>
    </>
  );
}

function Act({ at, by }: { at: string | null; by: string | null }) {
  if (!at) return <>—</>;
  return (
    <>
      <span className="whitespace-nowrap">{utcTime(at)}</span>
      {by ? (
        <span className="block text-muted-foreground [overflow-wrap:anywhere]">
          {/* An address breaks after its signs, and within a word only where nothing else helps. */}
          {by.split(/(?<=[@.])/).map((part, place) => (
            <Fragment key={place}>
              {part}
              <wbr />
            </Fragment>
          ))}
        </span>
      ) : null}
    </>
  );
}
