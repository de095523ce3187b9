import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { visible } from './shown-json';
import type { Shared } from './use-shared-token';

/** Whoever opens a link must not take what it shows for a verdict. */
export function SharedNote({ shared, onClear }: { shared: Exclude<Shared, undefined>; onClear: () => void }) {
  if (shared === 'damaged')
    return (
      <Alert variant="soon">
        <AlertTitle>This link is damaged</AlertTitle>
        <AlertDescription>Nothing in it could be read. Ask for it again, whole.</AlertDescription>
      </Alert>
    );
  return (
    <Alert>
      <AlertTitle>Shared without its signature</AlertTitle>
      <AlertDescription className="flex flex-col gap-2">
        <p>
          Nobody can use it as a token, and nothing in it is proven: anybody can write such a link. It was
          read in this browser, sent nowhere, and taken out of the address bar.
        </p>
        {shared.leftOut.length > 0 ? (
          <p>
            Left out by whoever shared it:{' '}
            <bdi className="break-all font-mono text-xs">{visible(shared.leftOut.join(', '))}</bdi>
          </p>
        ) : null}
        <Button variant="outline" size="sm" className="self-start" onClick={onClear}>
          Put it away
        </Button>
      </AlertDescription>
    </Alert>
  );
}
