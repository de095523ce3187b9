'use client';

import { useEffect, useState } from 'react';
import { passwordStrength, type Strength } from '@/lib/contract/password-strength';

/** Somebody is still typing: a verdict for every key would be noise, and is read out. */
const AFTER_MS = 250;

/** How good a password is; undefined until that is known, or where the dictionaries cannot be loaded. */
export function useStrength(password: string, known: readonly string[]): Strength | undefined {
  const [strength, setStrength] = useState<Strength>();
  const words = known.join('\n');
  useEffect(() => {
    let wanted = true;
    const tell = (found?: Strength) => (wanted ? setStrength(found) : undefined);
    if (password === '') tell();
    const timer =
      password === ''
        ? undefined
        : setTimeout(() => passwordStrength(password, words.split('\n')).then(tell, () => tell()), AFTER_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [password, words]);
  return strength;
}
