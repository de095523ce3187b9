'use client';

import { useSame } from '@/components/forms/use-same';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import type { ClientView } from '@/lib/contract/portal';
import { keyFacts } from './key-facts';
import { LastUse } from './last-use';
import { useKeyIds } from './use-key-ids';

export function KeyList({
  keys,
  uses,
  onRemove,
}: {
  keys: Record<string, unknown>[];
  uses: ClientView['key_uses'];
  /** Absent for who may not. */
  onRemove?: (index: number) => void;
}) {
  const same = useSame(keys);
  const ids = useKeyIds(same);
  return (
    <ul aria-label="Registered keys" className="divide-y rounded-md border">
      {same.map((jwk, index) => {
        const { kid, kty, kind } = keyFacts(jwk);
        const id = ids[index];
        return (
          <li key={JSON.stringify(jwk)} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
            <dl className="grid min-w-0 flex-1 basis-64 grid-cols-[4rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 text-sm">
              <dt className="text-muted-foreground">kid</dt>
              <dd className="min-w-0 break-all font-mono text-xs">
                {kid ?? <span className="font-sans text-muted-foreground">None</span>}
              </dd>
              <dt className="text-muted-foreground">Kind</dt>
              <dd>
                {kty}
                {kind ? `, ${kind}` : null}
              </dd>
              {id ? (
                <>
                  <dt className="text-muted-foreground" title="As in the claim cred of its tokens">
                    cred
                  </dt>
                  <dd className="min-w-0">
                    <Copyable value={id} label="Copy cred" />
                  </dd>
                  <dt className="text-muted-foreground">Use</dt>
                  <dd>
                    <LastUse use={uses.find(({ key_id }) => key_id === id)?.last_use ?? null} />
                  </dd>
                </>
              ) : null}
            </dl>
            {onRemove ? (
              <Button
                variant="outline"
                size="sm"
                aria-label={`Remove key ${kid ?? index + 1}`}
                onClick={() => onRemove(index)}
              >
                Remove
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
