import type { ExternalToast, toast as sonner } from 'sonner';

type Kind = 'success' | 'error';

/** Asks for the place where toasts appear, which is loaded once the page rests. */
let summon: (() => void) | undefined;
let arrived: (place: typeof sonner) => void;
const place = new Promise<typeof sonner>((resolve) => {
  arrived = resolve;
});

function show(kind: Kind, title: string, options?: ExternalToast): void {
  summon?.();
  place.then((toasts) => toasts[kind](title, options));
}

/** What was done, or could not be, told in passing. */
export const toast = {
  success: (title: string, options?: ExternalToast) => show('success', title, options),
  error: (title: string, options?: ExternalToast) => show('error', title, options),
};

/** For `Toaster` alone. */
export const ToastPlace = {
  summonedBy(load: () => void) {
    summon = load;
  },
  arrived: (toasts: typeof sonner) => arrived(toasts),
};
