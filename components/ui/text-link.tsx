import type { ComponentProps } from 'react';
import { cn } from './cn';
import { PageLink } from './page-link';

export function TextLink({ className, ...props }: ComponentProps<typeof PageLink>) {
  return (
    <PageLink
      className={cn('font-medium text-link underline-offset-4 hover:underline', className)}
      {...props}
    />
  );
}
