import { Equal, EqualNot, Minus } from 'lucide-react';
import { Card } from '@/components/ui/card';
import type { Relation } from './compare-tokens';

export function Relations({ relations }: { relations: Relation[] }) {
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <h2 className="font-semibold text-base">Where both come from</h2>
      <ul
        aria-label="Where both come from"
        className="grid grid-cols-1 gap-x-6 gap-y-1.5 text-sm sm:grid-cols-2"
      >
        {relations.map((relation) => (
          <li key={relation.of} className="flex items-center gap-2">
            <Answer {...relation} />
          </li>
        ))}
      </ul>
      <p className="text-muted-foreground text-xs">By what the tokens say of themselves.</p>
    </Card>
  );
}

function Answer({ of, same }: Relation) {
  if (same === undefined)
    return (
      <>
        <Minus aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span className="text-muted-foreground">{of}: not said by both</span>
      </>
    );
  return same ? (
    <>
      <Equal aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <span>Same {lower(of)}</span>
    </>
  ) : (
    <>
      <EqualNot aria-hidden className="size-4 shrink-0 text-soon" />
      <span className="font-medium">Different {lower(of)}</span>
    </>
  );
}

const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);
