import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';

export function AuthCard({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card className="w-full max-w-sm p-6 shadow-sm">
      <h1 className="font-semibold text-lg">{title}</h1>
      {description ? <p className="mt-1 text-muted-foreground text-sm">{description}</p> : null}
      <div className="mt-5">{children}</div>
    </Card>
  );
}
