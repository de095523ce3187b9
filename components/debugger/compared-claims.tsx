import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { meaningOf } from './claim-meanings';
import { ClaimValue } from './claim-value';
import type { ComparedClaim } from './compare-tokens';
import { visible } from './shown-json';

const TONES = { header: 'text-segment-header', payload: 'text-segment-payload' };

/** What differs, and behind a line what does not. */
export function ComparedClaims({ rows }: { rows: ComparedClaim[] }) {
  const same = rows.filter(({ kind }) => kind === 'same');
  const other = rows.filter(({ kind }) => kind !== 'same');
  return (
    <Card className="min-w-0 overflow-hidden lg:col-span-2">
      <h2 className="px-4 pt-4 pb-2 font-semibold text-base sm:px-5">
        {other.length === 0
          ? 'Header and claims are the same'
          : `${other.length} of ${rows.length} claims differ`}
      </h2>
      {other.length > 0 ? <Rows caption="Claims that differ" rows={other} /> : null}
      {same.length > 0 ? (
        <details className="border-t">
          <summary className="cursor-pointer px-4 py-3 text-muted-foreground text-sm hover:bg-accent focus-visible:outline-offset-[-2px] sm:px-5">
            {same.length === 1 ? '1 is the same' : `${same.length} are the same`}
          </summary>
          <Rows caption="Claims that are the same" rows={same} />
        </details>
      ) : null}
    </Card>
  );
}

function Rows({ caption, rows }: { caption: string; rows: ComparedClaim[] }) {
  return (
    <table className="w-full table-fixed border-collapse text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b text-muted-foreground text-xs">
          <th scope="col" className="w-1/4 py-2 pr-3 pl-4 font-medium sm:pl-5">
            Claim
          </th>
          <th scope="col" className="py-2 pr-3 font-medium">
            First
          </th>
          <th scope="col" className="py-2 pr-4 font-medium sm:pr-5">
            Second
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ part, claim, kind, first, second }) => (
          <tr key={`${part} ${claim}`} className="border-b align-top last:border-0">
            <th scope="row" className="py-2.5 pr-3 pl-4 font-normal sm:pl-5">
              <code className={`break-all font-medium font-mono text-xs ${TONES[part]}`}>
                {visible(claim)}
              </code>
              <span className="hidden text-muted-foreground text-xs sm:block">
                {part === 'header' ? 'Header. ' : null}
                {meaningOf(claim) ?? 'Not one of ours'}
              </span>
            </th>
            <td className="py-2.5 pr-3">
              {kind === 'second_only' ? <Badge>Absent</Badge> : <ClaimValue claim={claim} value={first} />}
            </td>
            <td className="py-2.5 pr-4 sm:pr-5">
              {kind === 'first_only' ? <Badge>Absent</Badge> : <ClaimValue claim={claim} value={second} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
