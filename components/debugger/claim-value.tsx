import { exactTime } from '@/components/ui/exact-time';
import { RelativeTime } from '@/components/ui/relative-time';
import { timeOf } from './claim-meanings';
import { shownJson, visible } from './shown-json';

export function ClaimValue({ claim, value }: { claim: string; value: unknown }) {
  const at = timeOf(claim, value);
  if (at === undefined)
    return (
      <bdi className="block max-h-40 overflow-y-auto whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {typeof value === 'string' ? visible(value) : shownJson(value, 0)}
      </bdi>
    );
  return (
    <>
      <span className="block tabular-nums">{exactTime(at)}</span>
      <span className="block text-muted-foreground text-xs">
        <RelativeTime value={at} /> · <code className="font-mono">{String(value)}</code>
      </span>
    </>
  );
}
