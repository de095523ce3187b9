import { SECTIONS } from '@/components/shell/sections';

/** The letter after `g`, by the page's name. */
const LETTERS: Record<string, string> = {
  Overview: 'o',
  Clients: 'c',
  Secrets: 's',
  Apps: 'p',
  Webhooks: 'w',
  Debugger: 'd',
  'Audit log': 'a',
  'Signing keys': 'k',
  Members: 'm',
  Settings: 't',
  Docs: 'h',
};

/** The portal's pages with the keys that lead there. */
export const PAGES = SECTIONS.map((section) => ({ ...section, letter: LETTERS[section.label] }));

export const pageOfLetter = (letter: string): string | undefined =>
  PAGES.find((page) => page.letter === letter)?.href;
