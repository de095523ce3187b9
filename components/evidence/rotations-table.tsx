import { spelledDuration } from '@/components/ui/duration';
import type { EvidenceRotation } from '@/lib/contract/evidence';
import { Name, PaperTable } from './paper-table';
import { utcTime } from './utc-time';

const ACTIONS: Record<string, string> = {
  'secret.rotated': 'Rotated',
  'secret.self_rotated': 'Rotated by itself',
  'secret.overlap_extended': 'Old secret given more time',
  'secret.retired': 'Old secret retired',
  'secret.retired_by_report': 'Retired: reported as published',
  'rotation.cancelled': 'Rotation cancelled',
};

export function RotationsTable({ rotations }: { rotations: EvidenceRotation[] }) {
  return (
    <PaperTable
      caption="What was done to secrets in the period"
      head={['When', 'Client', 'What', 'Overlap', 'Who', 'Request']}
      empty={rotations.length === 0 ? 'Nothing was done to a secret in this period.' : undefined}
    >
      {rotations.map((rotation) => (
        <tr key={`${rotation.request_id} ${rotation.action} ${rotation.at}`}>
          <td className="whitespace-nowrap">{utcTime(rotation.at)}</td>
          <td>
            <Name>{rotation.client_name}</Name>
          </td>
          <td>{ACTIONS[rotation.action] ?? rotation.action}</td>
          <td>{overlapWords(rotation.overlap_seconds)}</td>
          <td className="break-all">{rotation.by}</td>
          <td className="break-all font-mono text-muted-foreground">{rotation.request_id}</td>
        </tr>
      ))}
    </PaperTable>
  );
}

function overlapWords(seconds: number | null): string {
  if (seconds === null) return '—';
  return seconds === 0 ? 'None' : spelledDuration(seconds);
}
