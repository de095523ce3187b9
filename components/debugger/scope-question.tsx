import { useId } from 'react';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import type { DebugVerdict } from '@/lib/contract/portal';
import { WELL_KNOWN_SCOPES } from '@/lib/contract/scope-terms';
import type { ToldResult } from './merged-checks';
import { answerScope } from './scope-answer';
import { visible } from './shown-json';

const OFFERED = WELL_KNOWN_SCOPES.map(({ scope }) => scope as string);
/** A token may hold fifty; the rest can be typed. */
const MOST_SHOWN = 12;

export function ScopeQuestion({
  scope,
  onChange,
  granted,
  results,
  waiting,
  holder,
}: {
  scope: string;
  onChange: (scope: string) => void;
  granted: readonly string[];
  results: readonly ToldResult[];
  waiting: boolean;
  holder: Pick<DebugVerdict, 'client' | 'user'>;
}) {
  const id = useId();
  const asked = scope.trim();
  const offered = [...new Set([...granted, ...OFFERED])].slice(0, MOST_SHOWN);
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <label htmlFor={id} className="font-semibold text-base">
        Would this call pass?
      </label>
      <Input
        id={id}
        value={scope}
        onChange={(event) => onChange(event.target.value)}
        placeholder="The scope the call needs"
        className="font-mono"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
      />
      <ul aria-label="Scopes to choose from" className="flex flex-wrap gap-1.5">
        {offered.map((choice) => (
          <li key={choice} className="max-w-full">
            <button
              type="button"
              aria-pressed={choice === asked}
              onClick={() => onChange(choice === asked ? '' : choice)}
              className="h-7 max-w-full truncate rounded-md border px-2 font-mono text-xs hover:bg-accent aria-pressed:border-ring aria-pressed:bg-primary-soft aria-pressed:text-link"
            >
              {visible(choice)}
            </button>
          </li>
        ))}
      </ul>
      <div role="status" className="min-h-11 text-sm">
        {asked === '' || waiting ? (
          <p className="text-muted-foreground">Choose or type the scope the call needs.</p>
        ) : (
          <Answer {...answerScope(asked, granted, results, holder)} />
        )}
      </div>
    </Card>
  );
}

function Answer({ pass, said, mend, clientId }: ReturnType<typeof answerScope>) {
  return (
    <>
      <p className={cn('break-words font-medium', pass ? 'text-ok' : 'text-overdue')}>{said}</p>
      {mend ? (
        <p>
          {mend}
          {clientId ? (
            <>
              {' '}
              <TextLink href={`/clients/${encodeURIComponent(clientId)}?tab=token`}>Its scopes</TextLink>
            </>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
