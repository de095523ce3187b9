import { invalidRequest } from './errors';

/** Control characters never belong in a parameter; NUL would even break the database's text type. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const CONTROL = /[\u0000-\u001F\u007F]/;

/** Request parameters, each sent at most once, an empty one as if not sent (RFC 6749 §3.1 and §3.2). */
export class Parameters {
  private constructor(private readonly values: ReadonlyMap<string, unknown>) {}

  static fromForm(text: string): Parameters {
    return Parameters.fromPairs(new URLSearchParams(text));
  }

  /** @throws OAuthError 400 for a parameter repeated with a value. */
  static fromPairs(pairs: Iterable<[string, string]>): Parameters {
    const values = new Map<string, string>();
    for (const [name, value] of pairs) {
      if (value === '') continue;
      if (values.has(name)) throw invalidRequest('A parameter is sent more than once.');
      values.set(name, value);
    }
    return new Parameters(values);
  }

  /** @throws OAuthError 400 unless the text is one JSON object with no key twice. */
  static fromJson(text: string): Parameters {
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch {
      throw invalidRequest('The body is not valid JSON.');
    }
    if (typeof root !== 'object' || root === null || Array.isArray(root))
      throw invalidRequest('The JSON body must be an object.');
    const entries = Object.entries(root);
    // JSON.parse keeps the last of two equal keys, another parser in front of us the first: refuse both.
    if (countTopLevelKeys(text) !== entries.length)
      throw invalidRequest('A parameter is sent more than once.');
    return new Parameters(new Map(entries));
  }

  /** @throws OAuthError 400 when it is not a string or carries a control character. */
  get(name: string): string | undefined {
    const value = this.values.get(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw invalidRequest(`${name} must be a string.`);
    if (CONTROL.test(value)) throw invalidRequest(`${name} has control characters in it.`);
    return value;
  }

  /** @throws OAuthError 400 when absent or empty. */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw invalidRequest(`${name} is missing.`);
    return value;
  }

  /**
   * A value that is judged as a whole, control characters and all: a garbled token is an inactive one, not a bad request.
   *
   * @throws OAuthError 400 when absent, empty or not a string
   */
  requireText(name: string): string {
    const value = this.values.get(name);
    if (value !== undefined && typeof value !== 'string') throw invalidRequest(`${name} must be a string.`);
    if (!value) throw invalidRequest(`${name} is missing.`);
    return value;
  }

  /** These, and those of `under` that are not sent here. */
  over(under: Parameters): Parameters {
    const sent = [...this.values].filter(([, value]) => value !== '');
    return new Parameters(new Map([...under.values, ...sent]));
  }

  has(name: string): boolean {
    const value = this.values.get(name);
    return value !== undefined && value !== '';
  }
}

/** Keys of the root object in a text that JSON.parse has already accepted. */
function countTopLevelKeys(json: string): number {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === ':' && depth === 1) keys++;
  }
  return keys;
}

/** Where the string ends that begins at `start`: at the first quote that no backslash stands for. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const end = json.indexOf('"', at);
    let backslashes = 0;
    while (json[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
    at = end + 1;
  }
}
