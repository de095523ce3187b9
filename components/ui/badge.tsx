import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const badgeVariants = cva(
  'inline-flex h-5 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 font-medium text-xs [&_svg]:size-3',
  {
    variants: {
      variant: {
        neutral: 'bg-muted text-muted-foreground',
        outline: 'border text-muted-foreground',
        primary: 'bg-primary-soft text-link',
        ok: 'bg-ok-soft text-ok',
        soon: 'bg-soon-soft text-soon',
        overdue: 'bg-overdue-soft text-overdue',
        failing: 'bg-failing-soft text-failing',
      },
    },
    defaultVariants: { variant: 'neutral' },
  },
);

export type BadgeProps = ComponentProps<'span'> & VariantProps<typeof badgeVariants> & { asChild?: boolean };

export function Badge({ className, variant, asChild, ...props }: BadgeProps) {
  const Element = asChild ? Slot.Root : 'span';
  return <Element data-slot="badge" className={cn(badgeVariants({ variant }), className)} {...props} />;
}
