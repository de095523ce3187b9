'use client';

import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Copyable } from '@/components/ui/copyable';
import { exactTime } from '@/components/ui/exact-time';
import { Fact } from '@/components/ui/fact';
import { TextLink } from '@/components/ui/text-link';
import type { AuditEntry } from '@/lib/contract/audit';
import { detailFacts } from './detail-facts';
import { diagnosisAdvice, diagnosisIn } from './diagnosis-words';
import type { SetFilter } from './filter-state';
import { subjectPage } from './subject-page';

/** All of one entry, as facts; with what to do where something is to be done. */
export function AuditDetail({ event, setState }: { event: AuditEntry; setState?: SetFilter }) {
  const { actor, target_id, target_name } = event;
  const diagnosis = event.outcome === 'failure' ? diagnosisIn(event) : undefined;
  const only = (what: string, filter: Parameters<SetFilter>[0]): ReactNode =>
    setState ? (
      <Button variant="link" className="text-xs" onClick={() => setState(filter)}>
        Only this {what}
      </Button>
    ) : null;
  return (
    <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:pl-9">
      {diagnosis ? (
        <Alert variant="info" role="status">
          {diagnosisAdvice(diagnosis)}
        </Alert>
      ) : null}
      <dl className={cn('grid gap-x-8', setState && 'xl:grid-cols-2')}>
        <Fact term="When">{exactTime(event.at)}</Fact>
        <Fact term="Event">
          <code className="font-mono text-xs">{event.action}</code>{' '}
          {event.outcome === 'failure' ? '(failed)' : null}
        </Fact>
        <Fact term="By">
          <Subject id={actor.id} name={actor.type === 'anonymous' ? 'An unknown caller' : actor.name} />
          {actor.type === 'anonymous' || actor.type === 'operator'
            ? null
            : only('actor', { actor: actor.id })}
        </Fact>
        {target_id !== null && target_id !== actor.id ? (
          <Fact term="Concerns">
            <Subject id={target_id} name={target_name ?? undefined} />
            {only('one', { target: target_id })}
          </Fact>
        ) : null}
        <Fact term="From">
          <span className="flex flex-wrap items-center gap-x-3">
            <Copyable value={event.address} label="Copy address" />
            {only('address', { address: event.address })}
          </span>
        </Fact>
        <Fact term="User agent">
          <bdi className="break-all">{event.user_agent || 'None was sent'}</bdi>
        </Fact>
        <Fact term="Request ID">
          <span className="flex flex-wrap items-center gap-x-3">
            <Copyable value={event.request_id} label="Copy request ID" />
            {only('request', { request: event.request_id })}
          </span>
        </Fact>
        {event.jti ? (
          <Fact term="Token ID">
            <Copyable value={event.jti} label="Copy token ID" />
          </Fact>
        ) : null}
        {detailFacts(event).map(({ term, value, copy }) => (
          <Fact key={term} term={term}>
            {copy ? (
              <Copyable value={value} label={`Copy ${term.toLowerCase()}`} />
            ) : (
              <bdi className="break-words">{value}</bdi>
            )}
          </Fact>
        ))}
      </dl>
    </div>
  );
}

/** A client, an app or a person, with the way to its page. */
function Subject({ id, name }: { id: string; name: string | undefined }) {
  const page = subjectPage(id);
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {name && name !== id ? (
        page ? (
          <TextLink href={page} className="break-words">
            {name}
          </TextLink>
        ) : (
          <bdi className="break-words">{name}</bdi>
        )
      ) : null}
      {id === 'unrecognised' ? null : <Copyable value={id} label="Copy ID" />}
      {page && (!name || name === id) ? <TextLink href={page}>Open</TextLink> : null}
    </span>
  );
}
