/** One look for dialogs and alert dialogs. On phones they sit at the bottom, within the thumb's reach. */
export const DialogPanel = {
  overlay: 'fixed inset-0 z-50 animate-fade-in bg-overlay',
  content: [
    'fixed z-50 flex w-full animate-rise-in flex-col bg-popover text-popover-foreground shadow-lg outline-none',
    'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md border-t',
    'sm:inset-x-0 sm:top-1/2 sm:bottom-auto sm:mx-auto sm:max-h-[86dvh] sm:max-w-lg sm:-translate-y-1/2 sm:rounded-md sm:border',
  ].join(' '),
  header: 'flex flex-col gap-1 px-5 pt-5 pr-12',
  body: 'flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4',
  footer:
    'flex flex-col-reverse gap-2 border-t px-5 py-3 sm:flex-row sm:items-center sm:justify-end max-sm:[&>button]:w-full',
  title: 'font-semibold text-lg',
  description: 'text-muted-foreground text-sm',
};
