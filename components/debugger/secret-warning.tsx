import type { ReactNode } from 'react';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';

export function SecretWarning({
  said,
  onClear,
  onKeepToken,
  children,
}: {
  said: string;
  onClear: () => void;
  /** Given when a token stood beside the secret. */
  onKeepToken?: () => void;
  children?: ReactNode;
}) {
  return (
    <Alert variant="destructive">
      <AlertTitle>{said}</AlertTitle>
      <AlertDescription className="mt-1 flex flex-col gap-3">
        <p>
          Whoever holds it can get tokens in the client’s name. If it has been in a chat, a ticket, a
          repository or a URL,{' '}
          <TextLink href="/clients" className="text-current underline">
            rotate it
          </TextLink>
          .
        </p>
        {children}
        <div className="flex flex-wrap gap-2">
          <Button variant="destructive" size="sm" onClick={onClear}>
            Clear the field
          </Button>
          {onKeepToken ? (
            <Button variant="outline" size="sm" onClick={onKeepToken}>
              Keep only the token
            </Button>
          ) : null}
        </div>
      </AlertDescription>
    </Alert>
  );
}
