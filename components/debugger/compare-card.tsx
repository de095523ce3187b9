'use client';

import { useState } from 'react';
import { recognise } from '@/lib/token/recognise';
import { compareClaims, relate } from './compare-tokens';
import { ComparedClaims } from './compared-claims';
import { ComparedTimes } from './compared-times';
import { PasteArea } from './paste-area';
import { readParts, type TokenParts } from './read-parts';
import { Relations } from './relations';
import { SecondVerdict } from './second-verdict';
import { SecretWarning } from './secret-warning';

/** A second token beside the first. It stays in this browser: the service is asked about the first one only. */
export function CompareCard({
  first,
  issuer,
  clockOffset,
}: {
  first: TokenParts;
  issuer: string;
  clockOffset: number;
}) {
  const [text, setText] = useState('');
  const found = recognise(text);
  const second = readParts(found);
  const token = 'token' in found && found.kind !== 'client_secret' ? found.token : undefined;
  return (
    <section
      aria-label="Compare"
      className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,11fr)_minmax(0,10fr)]"
    >
      <PasteArea
        label="Compare with a second token"
        idle="It is compared in this browser and sent nowhere."
        placeholder="Paste another token"
        text={text}
        onChange={setText}
        found={found}
      >
        {found.kind === 'client_secret' ? (
          <SecretWarning
            said={found.said}
            onClear={() => setText('')}
            onKeepToken={found.token === undefined ? undefined : () => setText(found.token ?? '')}
          />
        ) : null}
      </PasteArea>
      {second ? (
        <>
          <div className="flex min-w-0 flex-col gap-4">
            <SecondVerdict token={token} issuer={issuer} clockOffset={clockOffset} />
            <Relations relations={relate(first, second)} />
            <ComparedTimes first={first} second={second} clockOffset={clockOffset} />
          </div>
          <ComparedClaims rows={compareClaims(first, second)} />
        </>
      ) : null}
    </section>
  );
}
