/** Deeper than any real token; indenting six thousand levels would make 70 MB of spaces. */
const DEEPEST = 32;

/** JSON for reading. What is nested too deep comes on one line, and what overflows the stack comes as a sentence. */
export function shownJson(value: unknown, indent = 2): string {
  try {
    const compact = JSON.stringify(value) ?? 'undefined';
    return visible(indent > 0 && depth(compact) <= DEEPEST ? JSON.stringify(value, null, indent) : compact);
  } catch {
    return 'Nested too deep to be shown.';
  }
}

/** Counts brackets, those inside strings too: an estimate from above is all that is needed. */
function depth(json: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of json) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
    else if (character === ']' || character === '}') open--;
  }
  return deepest;
}

/**
 * Writes out what cannot be seen. A claim is a stranger's text: with direction overrides in it, a foreign issuer can
 * be made to read like one's own.
 */
export const visible = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
