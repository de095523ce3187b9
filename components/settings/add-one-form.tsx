'use client';

import { type ComponentProps, type FormEvent, useState } from 'react';
import type * as z from 'zod';
import { onlyFieldError } from '@/components/query/field-errors';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';

/** One line below a list, to add one more to it. */
export function AddOneForm<Wanted>({
  label,
  action,
  input,
  busy,
  read,
  add,
}: {
  label: string;
  /** The label of the button. */
  action: string;
  input: ComponentProps<typeof Input>;
  busy: boolean;
  read: (text: string) => z.ZodSafeParseResult<Wanted>;
  /** May throw a refusal. @returns what was added, in words */
  add: (wanted: Wanted, text: string) => Promise<string>;
}) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = read(text);
    if (!wanted.success) {
      setError(wanted.error.issues[0]?.message);
      return;
    }
    try {
      const description = await add(wanted.data, text);
      setText('');
      toast.success('Added', { description });
    } catch (refusal) {
      setError(onlyFieldError(refusal));
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2 sm:flex-row sm:items-end">
      <Field label={label} error={error} className="min-w-0 flex-1">
        <Input
          autoComplete="off"
          spellCheck={false}
          {...input}
          className="font-mono sm:text-xs"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
      </Field>
      <Button type="submit" variant="outline" disabled={!text.trim()} busy={busy}>
        {action}
      </Button>
    </form>
  );
}
