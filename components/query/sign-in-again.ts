let leaving = false;

/** True once the page is on its way to sign-in: nothing may hold it back then, such as a "leave site?" question. */
export function isLeaving(): boolean {
  return leaving;
}

/** A full navigation, so that nothing the old session had loaded stays in memory. */
export function goToSignIn(reason?: 'expired' | 'confirm'): void {
  const query = new URLSearchParams({ callbackUrl: currentAddress() });
  if (reason) query.set('reason', reason);
  leave(`/login?${query}`);
}

/** Where each refusal of a session that owes something is paid. */
const PAID_AT: Record<string, string> = {
  password_change_required: '/change-password',
  second_factor_required: '/second-factor',
  second_factor_enrolment_required: '/set-up-second-factor',
};

export function goToPay(error: string): void {
  const page = Object.hasOwn(PAID_AT, error) ? PAID_AT[error] : undefined;
  if (page) leave(`${page}?${new URLSearchParams({ callbackUrl: currentAddress() })}`);
}

export function leave(address: string): void {
  if (leaving) return;
  leaving = true;
  // The Back button may bring this very page back, memory and all.
  window.addEventListener('pageshow', stay, { once: true });
  window.location.assign(address);
}

function currentAddress(): string {
  return window.location.pathname + window.location.search;
}

function stay(): void {
  leaving = false;
}
