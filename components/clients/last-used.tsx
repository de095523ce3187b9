import { RelativeTime } from '@/components/ui/relative-time';

export function LastUsed({ at }: { at: string | null }) {
  return at ? <RelativeTime value={at} /> : <span className="text-muted-foreground">Never</span>;
}
