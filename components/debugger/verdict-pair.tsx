import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { RequestId } from '@/components/ui/request-id';
import { firstRefusal } from './merged-checks';
import type { LocalState } from './use-local-verdict';
import type { ServerState } from './use-server-verdict';
import { VerdictCard, type VerdictWord } from './verdict-card';

export function VerdictPair({
  local,
  server,
  clock,
  difference,
  onAskAgain,
}: {
  local: LocalState;
  server: ServerState;
  /** How the clock of the local verdict differs from the true time. */
  clock: string | undefined;
  difference: { agree: boolean; said: string } | undefined;
  onAskAgain: () => void;
}) {
  const told = server.state === 'answered' ? server.verdict : undefined;
  const refusedHere = local.verdict && firstRefusal(local.verdict.results);
  const refusedThere = told && firstRefusal(told.checks);
  return (
    <section aria-label="Verdicts" className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-3">
        <VerdictCard
          title="In this browser"
          testId="local-verdict"
          word={local.verdict?.word ?? 'waiting'}
          method={clock ? `Published keys, clock at ${clock}` : 'Published keys, no records'}
        >
          {refusedHere ? <p className="font-medium">{refusedHere.title}</p> : null}
          {local.keysError ? (
            <>
              <p>{local.keysError}</p>
              <Button
                variant="outline"
                size="sm"
                busy={local.retrying}
                onClick={local.retryKeys}
                className="self-start"
              >
                Try again
              </Button>
            </>
          ) : null}
        </VerdictCard>
        <VerdictCard
          title="This service"
          testId="server-verdict"
          word={serverWord(server)}
          method="Keys and records, as introspection"
        >
          {refusedThere ? <p className="font-medium">{refusedThere.title}</p> : null}
          {server.state === 'failed' ? (
            <div role="alert" className="flex min-w-0 flex-col gap-2">
              <p>{server.description}</p>
              {server.requestId ? <RequestId value={server.requestId} className="flex-wrap gap-y-0" /> : null}
              <Button variant="outline" size="sm" onClick={onAskAgain} className="self-start">
                Try again
              </Button>
            </div>
          ) : null}
        </VerdictCard>
      </div>
      <p
        role="status"
        className={cn('min-h-5 text-sm', difference?.agree === false ? 'text-soon' : 'text-muted-foreground')}
      >
        {server.state === 'failed'
          ? 'The service’s verdict was not reached. What this browser says needs no network.'
          : difference?.said}
      </p>
    </section>
  );
}

function serverWord(server: ServerState): VerdictWord {
  if (server.state === 'answered') return server.verdict.active ? 'active' : 'not_active';
  return server.state === 'failed' ? 'no_answer' : 'waiting';
}
