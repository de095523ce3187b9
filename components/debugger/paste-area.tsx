import { X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Label } from '@/components/ui/label';
import { Textarea } from '@/components/ui/textarea';
import { UNKEPT } from '@/components/ui/unkept';
import type { Recognised } from '@/lib/token/recognise';
import { TokenSegments } from './token-segments';

/** No form and no name: nothing in the page can submit the field. */
export function PasteArea({
  label = 'Token',
  idle = 'It is decoded in this browser and sent only to this service, to be checked.',
  placeholder = 'Paste a token, a header, a curl command, a token response or a request ID',
  text,
  onChange,
  found,
  children,
}: {
  label?: string;
  /** Said while there is nothing in the field. */
  idle?: string;
  placeholder?: string;
  text: string;
  onChange: (text: string) => void;
  found: Recognised;
  children?: ReactNode;
}) {
  const id = useId();
  const saidId = `${id}-said`;
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <div className="flex h-7 items-center justify-between gap-2">
        <Label htmlFor={id} className="text-base">
          {label}
        </Label>
        {text ? (
          <Button
            variant="ghost"
            size="sm"
            className="-mr-2 h-7 text-muted-foreground"
            onClick={() => {
              onChange('');
              field.current?.focus();
            }}
          >
            <X aria-hidden />
            Clear
          </Button>
        ) : null}
      </div>
      <Textarea
        id={id}
        ref={field}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        rows={6}
        placeholder={placeholder}
        aria-describedby={saidId}
        aria-invalid={found.kind === 'client_secret' || undefined}
        className={cn('max-h-80 min-h-32 resize-y font-mono', text && 'break-all')}
        {...UNKEPT}
      />
      {children}
      <p
        id={saidId}
        role="status"
        className={cn(
          'text-muted-foreground text-sm',
          found.kind === 'client_secret' ? 'sr-only' : 'min-h-5',
        )}
      >
        {found.kind === 'empty' ? idle : found.said}
      </p>
      {found.kind === 'token' || found.kind === 'unsigned' || found.kind === 'encrypted' ? (
        <TokenSegments token={found.token} label={label} />
      ) : null}
    </Card>
  );
}
