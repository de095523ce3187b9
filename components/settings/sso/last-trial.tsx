import { OUTCOME_WORDS } from '@/components/auth/sso-words';
import { ROLE_NAMES } from '@/components/members/role-names';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { CodeBlock } from '@/components/ui/code-block';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SsoConnectionView } from '@/lib/contract/sso';

/** What the provider said the last time somebody tried, and what it would have come to. */
export function LastTrial({ trial }: { trial: NonNullable<SsoConnectionView['last_test']> }) {
  const right = trial.outcome === 'ok';
  return (
    <>
      <Alert variant={right ? 'ok' : 'destructive'} role="status">
        <AlertTitle>{OUTCOME_WORDS[trial.outcome]}</AlertTitle>
        <AlertDescription>
          {trial.detail ? <p>{trial.detail}</p> : null}
          {trial.email ? <p className="break-words">Address: {trial.email}</p> : null}
          {trial.role ? <p>Role: {ROLE_NAMES[trial.role]}</p> : null}
          <p>
            Tried by {trial.mine ? 'you' : trial.by_email}, <RelativeTime value={trial.at} />.
          </p>
        </AlertDescription>
      </Alert>
      {trial.mine && Object.keys(trial.claims).length > 0 ? (
        <CodeBlock label="claims" code={JSON.stringify(trial.claims, null, 2)} />
      ) : null}
    </>
  );
}
