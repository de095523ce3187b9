'use client';

import { useEffect, useState } from 'react';
import { useSession } from '@/components/shell/session-context';
import { lazyPart } from '@/components/ui/lazy-part';
import { whenIdle } from '@/components/ui/when-idle';
import { errorCodeIn } from '@/lib/contract/error-codes';
import { may } from '@/lib/contract/roles';
import { recognise, secretIn } from '@/lib/token/recognise';
import { ClockChoice } from './clock-choice';
import { onHandover, takeHandover } from './handover';
import { HowToGetAToken } from './how-to-get-a-token';
import { PasteArea } from './paste-area';
import { readParts } from './read-parts';
import { useSharedToken } from './use-shared-token';

const NOTHING = () => null;
const CompareCard = lazyPart(async () => (await import('./compare-card')).CompareCard, NOTHING);
const DecodedToken = lazyPart(async () => (await import('./decoded-token')).DecodedToken, NOTHING);
const Findings = lazyPart(async () => (await import('./findings')).Findings, NOTHING);
const RequestLookup = lazyPart(async () => (await import('./request-lookup')).RequestLookup, NOTHING);
const SecretWarning = lazyPart(async () => (await import('./secret-warning')).SecretWarning, NOTHING);
const WhoseSecret = lazyPart(async () => (await import('./whose-secret')).WhoseSecret, NOTHING);
const SharedNote = lazyPart(async () => (await import('./shared-note')).SharedNote, NOTHING);

/** What a pasted text brings up is there before anybody has pasted one. */
const preload = () => {
  for (const part of [
    Findings,
    DecodedToken,
    CompareCard,
    RequestLookup,
    SecretWarning,
    WhoseSecret,
    SharedNote,
  ])
    part.preload();
};

/** The pasted text lives in this component's state and nowhere else: no address, no storage, no cache. */
export function TokenDebugger({ issuer }: { issuer: string }) {
  const { user } = useSession();
  const [text, setText] = useState('');
  const [scope, setScope] = useState('');
  const [clockOffset, setClockOffset] = useState(0);
  const { shared, clear: putAway } = useSharedToken();
  useEffect(() => whenIdle(preload), []);

  useEffect(() => {
    const take = () => {
      const handed = takeHandover();
      if (handed !== undefined) setText(handed);
    };
    take();
    return onHandover(take);
  }, []);

  const found = recognise(text);
  // Beside a secret nothing is sent until the person has decided.
  const token = 'token' in found && found.kind !== 'client_secret' ? found.token : undefined;
  const secret = found.kind === 'client_secret' ? secretIn(text) : undefined;
  // What is pasted comes before what was shared.
  const opened = text === '' && shared !== 'damaged' ? shared : undefined;
  const parts = readParts(found) ?? opened?.parts;
  return (
    <div className="flex flex-col gap-4">
      {text === '' && shared ? <SharedNote shared={shared} onClear={putAway} /> : null}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,11fr)_minmax(0,10fr)] lg:grid-rows-[auto_1fr]">
        <PasteArea text={text} onChange={setText} found={found}>
          {found.kind === 'client_secret' ? (
            <SecretWarning
              said={found.said}
              onClear={() => setText('')}
              onKeepToken={found.token === undefined ? undefined : () => setText(found.token ?? '')}
            >
              {secret && may(user.role, 'secret:test') ? <WhoseSecret key={secret} secret={secret} /> : null}
            </SecretWarning>
          ) : null}
        </PasteArea>

        <div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {found.kind === 'request' ? (
            <RequestLookup requestId={found.requestId} told={errorCodeIn(text)} />
          ) : token === undefined ? (
            <>
              {opened ? null : <HowToGetAToken issuer={issuer} waiting={found.kind === 'empty'} />}
              {parts ? <ClockChoice offset={clockOffset} onChange={setClockOffset} /> : null}
            </>
          ) : (
            <Findings
              token={token}
              payload={parts?.payload}
              issuer={issuer}
              clockOffset={clockOffset}
              onClock={setClockOffset}
              scope={scope}
              onScope={setScope}
            />
          )}
        </div>

        {parts ? <DecodedToken parts={parts} token={token} issuer={issuer} /> : null}
      </div>
      {parts ? <CompareCard first={parts} issuer={issuer} clockOffset={clockOffset} /> : null}
    </div>
  );
}
