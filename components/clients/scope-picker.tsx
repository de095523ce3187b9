'use client';

import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { MANAGEMENT_SCOPES, managesClients, WELL_KNOWN_SCOPES } from '@/lib/contract/scope-terms';
import { scopeTokenSchema } from '@/lib/contract/scopes';

type Choice = { scope: string; meaning?: string };

export function ScopePicker({
  ref,
  value,
  onChange,
  error,
}: {
  /** Gets the first checkbox: where the focus goes when there is something wrong with the scopes. */
  ref?: Ref<HTMLButtonElement>;
  value: string[];
  onChange: (scopes: string[]) => void;
  error?: string;
}) {
  const id = useId();
  // A typed scope stays in the list after it is unchecked, so that a slip can be undone.
  const [typed, setTyped] = useState<string[]>([]);
  const wellKnown: Choice[] = [...WELL_KNOWN_SCOPES, ...MANAGEMENT_SCOPES];
  const others = [...new Set([...value, ...typed])].filter(
    (scope) => !wellKnown.some((choice) => choice.scope === scope),
  );
  const choices = [...wellKnown, ...others.map((scope): Choice => ({ scope }))];

  function toggle(scope: string, checked: boolean) {
    if (!checked) setTyped([...typed, scope]);
    onChange(checked ? [...value, scope] : value.filter((other) => other !== scope));
  }

  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">Scopes</legend>
      <FieldError id={`${id}-error`} message={error} />
      <div className="rounded-md border bg-card">
        <ul className="divide-y">
          {choices.map(({ scope, meaning }, index) => (
            <li key={scope}>
              <Label className="flex min-h-10 cursor-pointer items-center gap-3 px-3 py-2 font-normal hover:bg-accent">
                <Checkbox
                  ref={index === 0 ? ref : undefined}
                  checked={value.includes(scope)}
                  aria-label={scope}
                  onCheckedChange={(checked) => toggle(scope, checked === true)}
                />
                <span className="flex min-w-0 flex-col sm:flex-row sm:items-baseline sm:gap-3">
                  <code className="truncate font-mono text-xs sm:w-40 sm:shrink-0">{scope}</code>
                  <span className="text-muted-foreground text-xs">{meaning ?? 'Added by hand'}</span>
                </span>
              </Label>
            </li>
          ))}
        </ul>
        <AddScope
          taken={value}
          onAdd={(scope) => {
            onChange([...value, scope]);
          }}
        />
      </div>
      {managesClients(value) && <ManagementWarning />}
    </fieldset>
  );
}

function ManagementWarning() {
  return (
    <Alert variant="soon">
      With <code className="font-mono text-xs">clients:write</code> this client acts on all clients of your
      tenant without a person: whoever has its secret can make clients, rotate secrets and shut clients out.
      It hands out no more than the scopes and audiences it has itself, and never these two. Only owners and
      admins grant them; give it allowed networks, and DPoP if it can.
    </Alert>
  );
}

function AddScope({ taken, onAdd }: { taken: string[]; onAdd: (scope: string) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();

  function add() {
    const scope = text.trim();
    const parsed = scopeTokenSchema.safeParse(scope);
    if (!parsed.success) {
      setError(parsed.error.issues[0]?.message);
      return;
    }
    if (!taken.includes(scope)) onAdd(scope);
    setText('');
    setError(undefined);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    // Enter here adds the scope; it must not send the whole form.
    event.preventDefault();
    if (text.trim()) add();
  }

  return (
    <div className="flex flex-col gap-1.5 border-t p-2">
      <div className="flex gap-2">
        <Input
          id={id}
          aria-label="Another scope"
          placeholder="reports:read"
          value={text}
          maxLength={128}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="h-8 font-mono sm:text-xs"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <Button variant="outline" size="sm" disabled={!text.trim()} onClick={add}>
          Add scope
        </Button>
      </div>
      <FieldError id={`${id}-error`} message={error} />
    </div>
  );
}
