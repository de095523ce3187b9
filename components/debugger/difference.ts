import type { DebugVerdict } from '@/lib/contract/portal';
import type { LocalVerdict } from './local-verdict';
import { firstRefusal } from './merged-checks';

/** What to say of two verdicts side by side: that they agree, or by which reason they differ. */
export function compareVerdicts(
  local: LocalVerdict | undefined,
  server: DebugVerdict | undefined,
  clock: string | undefined,
): { agree: boolean; said: string } | undefined {
  if (!local || !server || local.word === 'unknown') return undefined;
  if ((local.word === 'active') === server.active) return { agree: true, said: 'Both agree.' };
  if (clock)
    return { agree: false, said: `They differ because the clock in this browser is set to ${clock}.` };
  if (server.active)
    return {
      agree: false,
      said: `They differ: this browser refuses it (${firstRefusal(local.results)?.title ?? 'unknown reason'}), this service does not.`,
    };
  return {
    agree: false,
    said: `They differ: the signature holds, but this service refuses it (${firstRefusal(server.checks)?.title ?? 'unknown reason'}). Only it has the records.`,
  };
}
