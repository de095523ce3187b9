import { RelativeTime } from '@/components/ui/relative-time';
import type { SecretView } from '@/lib/contract/portal';

/** "Last used 4 s ago from 10.0.0.7". */
export function LastUse({ use }: { use: SecretView['last_use'] }) {
  if (!use) return <>Never used</>;
  return (
    <>
      Last used <RelativeTime value={use.at} className="font-medium" /> from{' '}
      <code className="font-mono text-xs">{use.address}</code>
    </>
  );
}
