'use client';

import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { SaveFooter } from './save-footer';
import { type Saving, useSavedForm } from './use-saved-form';

/** A card with a form over something that is saved. */
export function SavedFormCard<Values extends FieldValues, Context, Output>({
  form,
  title,
  description,
  children,
  ...saving
}: {
  form: UseFormReturn<Values, Context, Output>;
  title: string;
  description: ReactNode;
  /** Its fields. */
  children: ReactNode;
} & Saving<Values, Output>) {
  const { submit, discard, refusal } = useSavedForm(form, saving);
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader>
          <CardTitle>{title}</CardTitle>
          <CardDescription>{description}</CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-5">
          {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          {children}
        </CardContent>
        <SaveFooter state={form.formState} onDiscard={discard} />
      </form>
    </Card>
  );
}
