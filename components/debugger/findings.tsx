'use client';

import { BoundNote, boundKey } from './bound-note';
import { CheckList } from './check-list';
import { ClockChoice, clockLabel } from './clock-choice';
import { compareVerdicts } from './difference';
import { FirstFailure } from './first-failure';
import { mergeChecks } from './merged-checks';
import { ProvenanceCard } from './provenance-card';
import { scopesIn } from './scope-answer';
import { ScopeQuestion } from './scope-question';
import { useLocalVerdict } from './use-local-verdict';
import { useServerVerdict } from './use-server-verdict';
import { VerdictPair } from './verdict-pair';

/** What this browser and this service find about a token, side by side and check by check. */
export function Findings({
  token,
  payload,
  issuer,
  clockOffset,
  onClock,
  scope,
  onScope,
}: {
  token: string;
  /** Undefined for a text that cannot be decoded. */
  payload: Record<string, unknown> | undefined;
  issuer: string;
  /** Seconds. */
  clockOffset: number;
  onClock: (offset: number) => void;
  scope: string;
  onScope: (scope: string) => void;
}) {
  const jkt = boundKey(payload);
  const { server, askAgain } = useServerVerdict(token);
  const told = server.state === 'answered' ? server.verdict : undefined;
  const requiredScope = scope.trim() || undefined;
  const local = useLocalVerdict({ token, issuer, clockOffset, requiredScope, serviceTime: told?.now });
  const results = local.verdict?.results;
  const checks = mergeChecks(results, told?.checks, clockOffset !== 0);
  // A missing scope is the answer to a question below, not a defect of the token.
  const failure = checks.find(({ check, outcome }) => check !== 'scope' && outcome === 'fail');
  return (
    <>
      <VerdictPair
        local={local}
        server={server}
        clock={clockLabel(clockOffset)}
        difference={compareVerdicts(local.verdict, told, clockLabel(clockOffset))}
        onAskAgain={askAgain}
      />
      {jkt === undefined ? null : <BoundNote thumbprint={jkt} />}
      {failure ? <FirstFailure check={failure} /> : null}
      <CheckList checks={checks} first={failure?.check} waiting={!results && !told} />
      <ClockChoice offset={clockOffset} onChange={onClock} />
      <ScopeQuestion
        scope={scope}
        onChange={onScope}
        granted={scopesIn(payload)}
        results={told && clockOffset === 0 ? told.checks : (results ?? [])}
        waiting={!results && !told}
        holder={told ?? { client: null, user: null }}
      />
      {told ? <ProvenanceCard verdict={told} /> : null}
    </>
  );
}
