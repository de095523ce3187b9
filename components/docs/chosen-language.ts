/** The language samples are shown in, on every page and in every tab of this browser. */
const KEY = 'gooclaim-docs-language';

const listeners = new Set<() => void>();
/** Where nothing can be stored, it holds for this page. */
let chosen: string | null | undefined;

export function chosenLanguage(): string | null {
  if (chosen === undefined) {
    try {
      chosen = localStorage.getItem(KEY);
    } catch {
      chosen = null;
    }
  }
  return chosen;
}

export function chooseLanguage(language: string): void {
  chosen = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that stores nothing.
  }
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
