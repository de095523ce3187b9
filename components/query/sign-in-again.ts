let leaving = false;

/** True once the page is on its way to sign-in: nothing may hold it back then, such as a "leave site?" question. */
export function isLeaving(): boolean {
  return leaving;
}

/** A full navigation, so that nothing the old session had loaded stays in memory. */
export function goToSignIn(reason?: 'expired'): void {
  const query = new URLSearchParams({ callbackUrl: currentAddress() });
  if (reason) query.set('reason', reason);
  leave(`/login?${query}`);
}

export function goToChangePassword(): void {
  leave(`/change-password?${new URLSearchParams({ callbackUrl: currentAddress() })}`);
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
