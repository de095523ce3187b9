import { getProviders, signIn as nextAuthSignIn } from 'next-auth/react';

export type SignInOutcome = 'signed_in' | 'wrong' | 'rate_limited' | 'unavailable';

/** Never tells apart an unknown email and a wrong password: the server does not, so the page cannot. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    // Without this look next-auth answers an unreachable service by leaving the page, and what was typed is gone.
    if (!(await getProviders())) return 'unavailable';
    const result = await nextAuthSignIn('credentials', { redirect: false, email, password });
    if (result?.ok && !result.error) return 'signed_in';
    if (result?.error === 'rate_limited' || result?.status === 429) return 'rate_limited';
    if (result?.error === 'temporarily_unavailable' || !result || result.status >= 500) return 'unavailable';
    return 'wrong';
  } catch {
    return 'unavailable';
  }
}
