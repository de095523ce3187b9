import { clockLabel } from './clock-choice';
import { firstRefusal } from './merged-checks';
import { useLocalVerdict } from './use-local-verdict';
import { VerdictCard } from './verdict-card';

export function SecondVerdict({
  token,
  issuer,
  clockOffset,
}: {
  /** Undefined for claims without a token around them. */
  token: string | undefined;
  issuer: string;
  clockOffset: number;
}) {
  const { verdict, keysError } = useLocalVerdict({
    token,
    issuer,
    clockOffset,
    requiredScope: undefined,
    serviceTime: undefined,
  });
  if (token === undefined) return null;
  const refused = verdict && firstRefusal(verdict.results);
  const clock = clockLabel(clockOffset);
  return (
    <VerdictCard
      title="The second, in this browser"
      testId="second-verdict"
      word={verdict?.word ?? 'waiting'}
      method={clock ? `Published keys, clock at ${clock}` : 'Published keys, no records'}
    >
      {refused ? <p className="font-medium">{refused.title}</p> : null}
      {keysError ? <p>{keysError}</p> : null}
    </VerdictCard>
  );
}
