import type { SignInResponse } from 'next-auth/react';

export type SignInOutcome = 'signed_in' | 'wrong' | 'rate_limited' | 'unavailable';

export const REFUSALS: Record<Exclude<SignInOutcome, 'signed_in'>, string> = {
  wrong: 'Email or password is not right.',
  rate_limited: 'Too many attempts. Wait a minute and try again.',
  unavailable: 'The service is not available right now. Try again in a moment.',
};

/** Never tells apart an unknown email and a wrong password: the server does not, so the page cannot. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const { getProviders, signIn: nextAuthSignIn } = await import('next-auth/react');
    // Without this look next-auth answers an unreachable service by leaving the page, and what was typed is gone.
    if (!(await getProviders())) return 'unavailable';
    const result = await nextAuthSignIn('credentials', { redirect: false, email, password });
    return outcomeOf(result);
  } catch {
    return 'unavailable';
  }
}

/** @param assertion of a passkey, as the browser made it */
export async function signInWithPasskey(assertion: unknown): Promise<SignInOutcome> {
  try {
    const { signIn: nextAuthSignIn } = await import('next-auth/react');
    return outcomeOf(
      await nextAuthSignIn('passkey', { redirect: false, assertion: JSON.stringify(assertion) }),
    );
  } catch {
    return 'unavailable';
  }
}

function outcomeOf(result: SignInResponse | undefined): SignInOutcome {
  if (result?.ok && !result.error) return 'signed_in';
  if (result?.error === 'rate_limited' || result?.status === 429) return 'rate_limited';
  if (result?.error === 'temporarily_unavailable' || !result || result.status >= 500) return 'unavailable';
  return 'wrong';
}
