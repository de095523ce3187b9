import { DEBTS } from '@/lib/contract/debts';

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

/** @param error of a refusal; any but that of a session that owes something leads nowhere */
export function goToPay(error: string): void {
  const page = Object.values(DEBTS).find((debt) => debt.error === error)?.page;
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
