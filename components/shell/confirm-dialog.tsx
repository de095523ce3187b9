'use client';

import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';

/** Asks once more, does it, and stays open with the reason when it was refused. */
export const ConfirmDialog = lazyDialog(async () => (await import('./confirm-panel')).ConfirmPanel, isOpen);
