import { CircleCheck, CircleHelp, CircleX, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';

export type VerdictWord = 'active' | 'not_active' | 'unknown' | 'no_answer' | 'waiting';

const LOOKS = {
  active: { icon: CircleCheck, text: 'Active', tone: 'text-ok' },
  not_active: { icon: CircleX, text: 'Not active', tone: 'text-overdue' },
  no_answer: { icon: Unplug, text: 'No answer', tone: 'text-muted-foreground' },
  unknown: { icon: CircleHelp, text: 'Cannot say', tone: 'text-muted-foreground' },
};

export function VerdictCard({
  title,
  method,
  word,
  testId,
  children,
}: {
  title: string;
  /** How it was arrived at. */
  method: ReactNode;
  word: VerdictWord;
  testId: string;
  children?: ReactNode;
}) {
  return (
    <Card data-testid={testId} aria-busy={word === 'waiting'} className="flex min-w-0 flex-col gap-2 p-4">
      <h2 className="font-medium text-muted-foreground text-sm">{title}</h2>
      {word === 'waiting' ? <Skeleton className="h-7 w-24" /> : <Word word={word} />}
      <div className="flex min-h-8 flex-col gap-2 text-xs">
        {children}
        <p className="text-muted-foreground">{method}</p>
      </div>
    </Card>
  );
}

function Word({ word }: { word: Exclude<VerdictWord, 'waiting'> }) {
  const { icon: Icon, text, tone } = LOOKS[word];
  return (
    <p className={cn('flex h-7 items-center gap-2 font-semibold text-lg', tone)}>
      <Icon aria-hidden className="size-5 shrink-0" />
      {text}
    </p>
  );
}
