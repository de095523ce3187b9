import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** On zxcvbn's scale from 0 to 4: 3 stands up to offline guessing of a slow hash. */
export const STRONG_ENOUGH = 3;

export interface Strength {
  /** 0 to 4. */
  score: number;
  /** What makes it weak, in words for its field. */
  advice: string;
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries are large: they are loaded once somebody types a password. A load that fails is tried again. */
function estimator(): Promise<ZxcvbnFactory> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

const KNOWN_COUNTS_FOR_NOTHING =
  'What is known of you, such as your address or your tenant, counts for nothing.';

/** Longest first, so that nothing of "Acme TPA" is left where "Acme" is known too. */
function without(words: readonly string[], password: string): string {
  const patterns = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return password.replace(new RegExp(patterns.join('|'), 'gi'), '');
}

/**
 * How many guesses a password would take. No composition rules (ASVS 5.0 §6.2.5): what counts is what a guesser would
 * try, common passwords and what is known of the person first. The same in the form and in the handler.
 *
 * @param known texts a guesser would try first: the address, the tenant's name
 */
export async function passwordStrength(password: string, known: readonly string[]): Promise<Strength> {
  const words = [
    'gooclaim',
    ...known.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter(({ length }) => length > 2),
  ];
  const guesser = await estimator();
  const { score, feedback } = guesser.check(password, words);
  // A tenant's name and a year are many guesses by the estimator's count, and few by a person's.
  const rest = guesser.check(without(words, password)).score;
  if (rest < Math.min(score, STRONG_ENOUGH)) return { score: rest, advice: KNOWN_COUNTS_FOR_NOTHING };
  return { score, advice: feedback.warning ?? feedback.suggestions?.[0] ?? 'Add a few unrelated words.' };
}

/** Why a password is refused; undefined for a good one. */
export async function passwordProblem(
  password: string,
  known: readonly string[],
): Promise<string | undefined> {
  const { score, advice } = await passwordStrength(password, known);
  return score >= STRONG_ENOUGH ? undefined : `Too easy to guess. ${advice}`;
}
