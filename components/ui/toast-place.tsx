'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { ToastPlace } from './toast';

export function Toasts() {
  const { resolvedTheme } = useTheme();
  // Effects run from the inside out: the place listens by now.
  useEffect(() => ToastPlace.arrived(toast), []);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-3 rounded-md border bg-popover px-4 py-3 font-sans text-popover-foreground text-sm shadow-lg',
          title: 'font-medium',
          description: 'text-muted-foreground',
          icon: 'mt-0.5 shrink-0',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-md border bg-card px-2 font-medium text-xs hover:bg-accent focus-visible:outline-2 focus-visible:outline-ring',
        },
      }}
    />
  );
}
