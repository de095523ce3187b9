'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import type { TryItOperation } from '@/lib/contract/docs';
import { type ShownAnswer, send } from './try-it-answer';
import { PlainInput, SecretInput } from './try-it-inputs';
import { bodyFields, curlOf, type Filled, filledFrom, mistakes, requestOf } from './try-it-request';
import { TryItResult } from './try-it-result';
import { keepToken, keptToken } from './try-it-token';

const WAYS: Record<Filled['way'], string> = {
  bearer: 'With a token',
  basic: 'With a client ID and secret in a header',
  none: 'With a client ID and secret in the body',
};

type Outcome = { answer: ShownAnswer; curl: string } | { failure: string; curl: string };

/** What is typed is in this component alone, and gone when the form closes. */
export function TryItForm({ operation }: { operation: TryItOperation }) {
  const { ways, parameters, issuer, method } = operation;
  const [filled, setFilled] = useState(() => filledFrom(operation, keptToken()));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const change = (part: Partial<Filled>) => setFilled((before) => ({ ...before, ...part }));
  const setValue = (name: string) => (value: string) =>
    setFilled((before) => ({ ...before, values: { ...before.values, [name]: value } }));

  // A page may call its own origin alone, whatever the service would answer to others.
  const reachable = new URL(issuer).origin === window.location.origin;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const found = mistakes(operation, filled);
    setWrong(found);
    if (!reachable || busy || Object.keys(found).length > 0) return;
    setBusy(true);
    setOutcome(undefined);
    const curl = curlOf(operation, filled);
    try {
      const answer = await send(requestOf(operation, filled));
      // Whoever has left since wants nothing of it kept.
      if (!open.current) return;
      if (answer.token) keepToken(answer.token);
      setOutcome({ answer, curl });
    } catch (cause) {
      setOutcome({ failure: cause instanceof Error ? cause.message : String(cause), curl });
    } finally {
      setBusy(false);
    }
  }

  const fields = bodyFields(operation, filled);
  const usual = ({ name, usual }: (typeof fields)[number]) =>
    usual || (filled.way === 'none' && ways.length > 1 && ['client_id', 'client_secret'].includes(name));
  const input = ({ name, required, values, ...field }: (typeof fields | typeof parameters)[number]) => {
    const Control = 'secret' in field && field.secret ? SecretInput : PlainInput;
    return (
      <Field
        key={name}
        label={name}
        optional={!required && !('usual' in field && field.usual)}
        error={wrong[name]}
        hint={values.length > 0 ? values.join(', ') : undefined}
      >
        <Control value={filled.values[name] ?? ''} onValue={setValue(name)} />
      </Field>
    );
  };
  const more = fields.filter((field) => !usual(field));

  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
      {ways.length > 1 ? (
        <Field label="Who calls">
          <Select
            value={filled.way}
            onChange={(way) => change({ way: way as Filled['way'] })}
            options={ways.map((way) => [way, WAYS[way]] as const)}
          />
        </Field>
      ) : null}
      {filled.way === 'bearer' ? (
        <Field label="Your token" error={wrong.bearer}>
          <SecretInput value={filled.token} onValue={(token) => change({ token })} />
        </Field>
      ) : null}
      {filled.way === 'basic' ? (
        <>
          <Field label="Client ID">
            <PlainInput value={filled.clientId} onValue={(clientId) => change({ clientId })} />
          </Field>
          <Field label="Client secret">
            <SecretInput value={filled.clientSecret} onValue={(clientSecret) => change({ clientSecret })} />
          </Field>
        </>
      ) : null}
      {parameters.map(input)}
      {fields.filter(usual).map(input)}
      {more.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-sm">More fields</summary>
          <div className="flex flex-col gap-4 pt-4">{more.map(input)}</div>
        </details>
      ) : null}
      {operation.json === undefined ? null : (
        <Field label="Body" error={wrong.json}>
          <Textarea
            rows={6}
            value={filled.json}
            onChange={({ target }) => change({ json: target.value })}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
      {reachable ? (
        <p className="flex flex-wrap items-center gap-3 text-muted-foreground text-sm">
          <Button type="submit" busy={busy}>
            Send
          </Button>
          {method === 'GET'
            ? 'This page keeps nothing that you type.'
            : 'This is the real service: what you send happens. This page keeps nothing that you type.'}
        </p>
      ) : (
        <>
          <Alert>
            The service answers programs at {issuer}, and your browser does not let this page call other
            addresses than its own. Send this from a terminal:
          </Alert>
          <CodeBlock label="curl, as filled in" code={curlOf(operation, filled)} />
        </>
      )}
      {outcome ? (
        <>
          {'failure' in outcome ? <Alert variant="destructive">{outcome.failure}</Alert> : null}
          {'answer' in outcome ? <TryItResult answer={outcome.answer} /> : null}
          <CodeBlock label="curl, as sent" code={outcome.curl} />
        </>
      ) : null}
    </form>
  );
}
