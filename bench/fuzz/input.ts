import type { RawAnswer } from './answers';
import type { Choices } from './choices';
import { deform } from './deform';
import { type Draft, draftOf } from './draft';
import { formFault, grantFault, refusalFault } from './judge';
import type { Material } from './material';
import { mutateBytes } from './mutate';
import { brokenRequest, wholeRequest } from './wire-form';

/** What goes over the wire at one time. */
export interface Input {
  bytes: Buffer;
  /** One for each request in it: whether it is a HEAD. Undefined where it is in doubt how many there are. */
  heads: boolean[] | undefined;
  drafts: Draft[];
  /** A good request, which must be answered as one. */
  isControl: boolean;
}

/** Requests sent without waiting for answers, at most. */
const IN_ONE_GO = 4;

export function inputOf(choices: Choices, material: Material): Input {
  const kind = choices.next();
  if (kind < 0.1) return together([draftOf(choices, material, false)], choices, { isControl: true });
  if (kind < 0.45) return together([draftOf(choices, material, true)], choices, {});
  if (kind < 0.5) {
    const several = Array.from({ length: 2 + choices.below(IN_ONE_GO - 1) }, () =>
      draftOf(choices, material, choices.chance(0.7)),
    );
    return together(several, choices, {});
  }
  const spoil = choices.chance(0.5);
  if (kind < 0.85) {
    const draft = draftOf(choices, material, spoil);
    for (let times = choices.below(4); times > 0; times--) deform(draft, choices);
    // Not on top of what is spoiled: changed once more it might be good again.
    return together([draft], choices, { odd: !spoil && choices.chance(0.7) });
  }
  const isBroken = kind < 0.92;
  const draft = draftOf(choices, material, spoil && isBroken);
  const whole = wholeRequest(draft, choices, { odd: false, close: choices.chance(0.5) });
  const bytes = isBroken ? brokenRequest(whole, choices) : mutateBytes(choices, whole);
  return { bytes, heads: undefined, drafts: [draft], isControl: false };
}

function together(
  drafts: Draft[],
  choices: Choices,
  { odd = false, isControl = false }: { odd?: boolean; isControl?: boolean },
): Input {
  const last = drafts.length - 1;
  const close = choices.chance(0.2);
  return {
    bytes: Buffer.concat(
      drafts.map((draft, place) => wholeRequest(draft, choices, { odd, close: close && place === last })),
    ),
    heads: drafts.map(({ method }) => method === 'HEAD'),
    drafts,
    isControl,
  };
}

/** @returns what is wrong with the answers to an input */
export function judge(
  { drafts, heads, isControl }: Input,
  answers: readonly RawAnswer[],
): string | undefined {
  const planted = drafts.flatMap((draft) => draft.planted);
  for (const [place, answer] of answers.entries()) {
    const draft = drafts[heads ? place : 0];
    if (!draft) return 'an answer to nothing';
    const fault =
      formFault(answer, draft, planted) ??
      grantFault(answer, draft) ??
      (isControl ? refusalFault(answer, draft) : undefined);
    if (fault) return fault;
  }
  return undefined;
}
