import type { startAuthentication, startRegistration } from '@simplewebauthn/browser';

type Browser = typeof import('@simplewebauthn/browser');

/** Why the browser made no passkey, or signed with none; in words for people. */
export class CeremonyError extends Error {}

type Options<Start extends (...parameters: never[]) => unknown> = Parameters<Start>[0] extends {
  optionsJSON: infer JSON;
}
  ? JSON
  : never;

const WORDS: Record<string, string> = {
  // Browsers do not tell these apart: whether there is a passkey is nobody's business.
  NotAllowedError: 'No passkey was used: it was cancelled, took too long, or there is none for this site.',
  InvalidStateError: 'This device has a passkey for your account already.',
  AbortError: 'It was interrupted. Try again.',
  SecurityError: 'Passkeys do not work at this address: open the portal by its usual name.',
  NotSupportedError: 'This device cannot make a passkey that you unlock.',
};

async function inWords<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  try {
    return await work(await import('@simplewebauthn/browser'));
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw new CeremonyError(WORDS[name] ?? 'Your browser could not use a passkey here.');
  }
}

/** @param options as the service gave them. @throws CeremonyError */
export const signWithPasskey = (options: Record<string, unknown>) =>
  inWords(async (browser) =>
    browser.startAuthentication({ optionsJSON: options as unknown as Options<typeof startAuthentication> }),
  );

/** @throws CeremonyError */
export const makePasskey = (options: Record<string, unknown>) =>
  inWords(async (browser) =>
    browser.startRegistration({ optionsJSON: options as unknown as Options<typeof startRegistration> }),
  );
