'use client';

import { AlertDialog as RadixAlertDialog } from 'radix-ui';
import type { ComponentProps } from 'react';
import { buttonVariants } from './button';
import { cn } from './cn';
import { DialogPanel } from './dialog-panel';
import { useReturnFocus } from './return-focus';

export const AlertDialog = RadixAlertDialog.Root;

export function AlertDialogContent({
  className,
  children,
  ...props
}: ComponentProps<typeof RadixAlertDialog.Content>) {
  const { memory, onCloseAutoFocus } = useReturnFocus();
  return (
    <RadixAlertDialog.Portal>
      <RadixAlertDialog.Overlay className={DialogPanel.overlay} />
      <RadixAlertDialog.Content
        data-slot="alert-dialog-content"
        className={cn(DialogPanel.content, className)}
        onCloseAutoFocus={onCloseAutoFocus}
        {...props}
      >
        {memory}
        {children}
      </RadixAlertDialog.Content>
    </RadixAlertDialog.Portal>
  );
}

export function AlertDialogHeader({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div data-slot="alert-dialog-header" className={cn(DialogPanel.header, 'pr-5', className)} {...props} />
  );
}

export function AlertDialogBody({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="alert-dialog-body" className={cn(DialogPanel.body, className)} {...props} />;
}

export function AlertDialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="alert-dialog-footer" className={cn(DialogPanel.footer, className)} {...props} />;
}

export function AlertDialogTitle({ className, ...props }: ComponentProps<typeof RadixAlertDialog.Title>) {
  return (
    <RadixAlertDialog.Title
      data-slot="alert-dialog-title"
      className={cn(DialogPanel.title, className)}
      {...props}
    />
  );
}

export function AlertDialogDescription({
  className,
  ...props
}: ComponentProps<typeof RadixAlertDialog.Description>) {
  return (
    <RadixAlertDialog.Description
      data-slot="alert-dialog-description"
      className={cn(DialogPanel.description, className)}
      {...props}
    />
  );
}

export function AlertDialogCancel({ className, ...props }: ComponentProps<typeof RadixAlertDialog.Cancel>) {
  return (
    <RadixAlertDialog.Cancel className={cn(buttonVariants({ variant: 'outline' }), className)} {...props} />
  );
}
