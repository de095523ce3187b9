import { meaningOf } from './claim-meanings';
import { ClaimValue } from './claim-value';
import { visible } from './shown-json';

export function ClaimsTable({
  caption,
  tone,
  members,
}: {
  caption: string;
  tone: string;
  members: Record<string, unknown>;
}) {
  const rows = Object.entries(members);
  return (
    <table className="w-full table-fixed border-collapse text-left text-sm">
      <caption className={`px-4 pt-4 pb-1 text-left font-medium text-xs sm:px-5 ${tone}`}>{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([claim, value]) => (
          <tr key={claim} className="border-b align-top last:border-0">
            <th scope="row" className="w-2/5 py-2.5 pr-3 pl-4 font-normal sm:pl-5">
              <code className="break-all font-medium font-mono text-xs">{visible(claim)}</code>
              <span className="block text-muted-foreground text-xs">
                {meaningOf(claim) ?? 'Not one of ours'}
              </span>
            </th>
            <td className="py-2.5 pr-4 sm:pr-5">
              <ClaimValue claim={claim} value={value} />
            </td>
          </tr>
        ))}
        {rows.length === 0 ? (
          <tr>
            <td colSpan={2} className="px-4 py-2.5 text-muted-foreground sm:px-5">
              Empty
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
