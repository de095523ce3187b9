import type { ReactNode } from 'react';
import { Card, CardContent } from '@/components/ui/card';

/** Something with consequences, what it does, and its button; below it the dialog that asks once more. */
export function Zone({
  title,
  description,
  danger = false,
  button,
  children,
}: {
  title: string;
  description: ReactNode;
  /** It cannot be taken back, or shuts somebody out. */
  danger?: boolean;
  button: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card className={danger ? 'border-overdue-mark' : undefined}>
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">{title}</h2>
          <p className="text-muted-foreground text-sm">{description}</p>
        </div>
        {button}
      </CardContent>
      {children}
    </Card>
  );
}
