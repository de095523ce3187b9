import { type LookupAddress, lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { overload } from '../faults';
import { type AskName, createLookupQueue } from './lookup-queue';

/** One question to a name server, then twice as long once more, in milliseconds; and all of it. */
const TIMEOUT_MS = 800;
const WITHIN_MS = 2_600;
const MOST_AT_ONCE = 500;

/** What name servers say of a name that is not there. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA'];

/** For names that only the system knows. */
const askSystem = createLookupQueue(lookup);
let underWay = 0;

/**
 * Looks a name up whose owner may be anybody. Name servers are asked by ourselves: the system's way holds a thread for as
 * long as a name server says nothing, and there are two of these in a process. The system is asked, one name after the
 * other, only for what no stranger answers for: a name without a dot, or one in the machine's own list.
 *
 * @param isInside whether the operator named networks of their own: names of these may be known to the system alone
 */
export const lookUpName =
  (isInside: boolean): AskName =>
  (hostname, options, callback) => {
    find(hostname, isInside).then(
      (found) =>
        found === 'the system'
          ? askSystem(hostname, options, callback)
          : callback(
              null,
              found.filter(({ family }) => !options.family || family === familyOf(options.family)),
            ),
      (fault: NodeJS.ErrnoException) => callback(fault, []),
    );
  };

const familyOf = (family: number | 'IPv4' | 'IPv6') => Number(String(family).replace('IPv', ''));

async function find(hostname: string, isInside: boolean): Promise<LookupAddress[] | 'the system'> {
  if (!hostname.includes('.') || (await isListed(hostname))) return 'the system';
  if (underWay >= MOST_AT_ONCE) throw overload('Too many names are being looked up.');
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  const timer = setTimeout(() => resolver.cancel(), WITHIN_MS);
  underWay++;
  try {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = answers.flatMap((answer, place) =>
      answer.status === 'fulfilled'
        ? answer.value.map((address) => ({ address, family: place === 0 ? 4 : 6 }))
        : [],
    );
    if (found.length > 0) return found;
    // An answer without addresses says as much as none.
    const isUnknown = answers.every(
      (answer) => answer.status === 'fulfilled' || UNKNOWN.includes(answer.reason.code),
    );
    if (isUnknown && isInside) return 'the system';
    const code = isUnknown ? 'ENOTFOUND' : 'EAI_AGAIN';
    throw Object.assign(new Error('The name could not be looked up.'), { code });
  } finally {
    clearTimeout(timer);
    underWay--;
  }
}

/** In the list that goes before name servers, `hosts(5)`. */
async function isListed(hostname: string): Promise<boolean> {
  const text = await readFile('/etc/hosts', 'utf8').catch(() => '');
  return text
    .split('\n')
    .some((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/).slice(1).includes(hostname));
}
