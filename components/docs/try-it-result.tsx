'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import type { ShownAnswer } from './try-it-answer';

/** What the service answered. Secrets in it are covered until somebody wants to see them; copying has them whole. */
export function TryItResult({ answer }: { answer: ShownAnswer }) {
  const { status, milliseconds, headers, body, covered, token } = answer;
  const [revealed, setRevealed] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="font-medium text-sm">
        {status} <span className="font-normal text-muted-foreground">after {milliseconds} ms</span>
      </p>
      {body === '' ? (
        <p className="text-muted-foreground text-sm">The body is empty.</p>
      ) : (
        <CodeBlock label="Answer" code={body} shown={revealed ? body : covered} wrap />
      )}
      {body === covered ? null : (
        <span className="flex flex-wrap items-center gap-3 text-muted-foreground text-sm">
          <Button variant="outline" size="sm" onClick={() => setRevealed(!revealed)}>
            {revealed ? 'Cover' : 'Reveal'}
          </Button>
          {token ? 'The forms you open next on this page have the token filled in.' : null}
        </span>
      )}
      <CodeBlock
        label="Headers of the answer"
        code={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
        wrap
      />
    </div>
  );
}
