import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Copyable } from '@/components/ui/copyable';
import { visible } from './shown-json';

/** A verdict says nothing of who sends the token: this one is worth nothing in other hands. */
export function BoundNote({ thumbprint }: { thumbprint: string }) {
  return (
    <Alert>
      <AlertTitle>Bound to a key (DPoP)</AlertTitle>
      <AlertDescription>
        It works only with a proof made by that key for the call at hand (RFC 9449). Sent alone, or as a
        Bearer token, it is refused, whatever the checks below say.
        <Copyable value={thumbprint} shown={visible(thumbprint)} label="Copy thumbprint" className="flex" />
      </AlertDescription>
    </Alert>
  );
}

/** RFC 9449 §6.1. */
export function boundKey(payload: Record<string, unknown> | undefined): string | undefined {
  const cnf = payload?.cnf;
  if (typeof cnf !== 'object' || cnf === null || !('jkt' in cnf)) return undefined;
  return typeof cnf.jkt === 'string' ? cnf.jkt : undefined;
}
