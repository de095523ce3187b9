import { cva, type VariantProps } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const alertVariants = cva('flex gap-3 rounded-md px-3.5 py-3 text-sm', {
  variants: {
    variant: {
      info: 'border bg-muted text-foreground',
      ok: 'bg-ok-soft text-ok',
      soon: 'bg-soon-soft text-soon',
      destructive: 'bg-overdue-soft text-overdue',
    },
  },
  defaultVariants: { variant: 'info' },
});

const icons = { info: Info, ok: CircleCheck, soon: TriangleAlert, destructive: CircleAlert };

export type AlertProps = ComponentProps<'div'> & VariantProps<typeof alertVariants>;

/** A destructive alert interrupts a screen reader; the others wait their turn. */
export function Alert({ className, variant, role, children, ...props }: AlertProps) {
  const Icon = icons[variant ?? 'info'];
  return (
    <div
      data-slot="alert"
      role={role ?? (variant === 'destructive' ? 'alert' : 'status')}
      className={cn(alertVariants({ variant }), className)}
      {...props}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

export function AlertTitle({ className, ...props }: ComponentProps<'p'>) {
  return <p data-slot="alert-title" className={cn('font-medium', className)} {...props} />;
}

export function AlertDescription({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="alert-description" className={cn('text-sm', className)} {...props} />;
}
