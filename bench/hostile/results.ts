import type { Figures } from './figures';
import type { Inside } from './stage';

/** What came of a run. */
export interface Results {
  classes: readonly Figures[];
  /** Before, after each round, and at the very end, when all connections are over. */
  insides: readonly { when: string; inside: Inside }[];
  goodCaller: { asked: number; longestMs: number; p999Ms: number };
  faults: readonly string[];
  known: readonly [string, string][];
}

const mb = (bytes: number) => Math.round(bytes / 1e6);
const sorted = (answers: ReadonlyMap<number, number>) => [...answers].sort(([a], [b]) => a - b);
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (string | number)[][]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** By the hundred of their status. */
function byKind(answers: ReadonlyMap<number, number>): string {
  const kinds = new Map<string, number>();
  for (const [status, times] of sorted(answers)) {
    const kind = status === 0 ? 'none' : `${Math.floor(status / 100)}xx`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + times);
  }
  return [...kinds].map(([kind, times]) => `${times} × ${kind}`).join(', ');
}

const ms = (value: number) => Math.round(value * 10) / 10;

export const tables = ({ classes, insides, goodCaller, known }: Results): string =>
  [
    table(
      [
        'Inputs',
        'Tried',
        'Good ones among them, served',
        'Answers',
        '5xx',
        'Longest stall, ms',
        'p99.9, ms',
        'Kept from a processor, ms',
        'A good caller waited, ms',
        'More',
      ],
      [
        ...classes.map((one) => [
          one.words,
          one.inputs - one.unprepared,
          one.good > 0 ? `${one.good}, ${Math.round((100 * one.served) / one.good)} %` : '',
          byKind(one.answers),
          one.broken,
          ms(one.longestMs),
          ms(one.p999Ms),
          Math.round(one.starvedMs),
          Math.round(one.waitedMs),
          [...one.more].map(([name, value]) => `${name}: ${value}`).join(', '),
        ]),
        [
          'all',
          classes.reduce((sum, { inputs, unprepared }) => sum + inputs - unprepared, 0),
          '',
          '',
          classes.reduce((sum, { broken }) => sum + broken, 0),
          ms(Math.max(...classes.map(({ longestMs }) => longestMs))),
          '',
          Math.round(Math.max(...classes.map(({ starvedMs }) => starvedMs))),
          Math.round(goodCaller.longestMs),
          '',
        ],
      ],
    ),
    table(
      ['Memory', 'Heap, MB', 'Outside the heap, MB', 'Resident, MB', 'Sockets', 'Open files'],
      insides.map(({ when, inside: { heapUsed, external, rss, sockets, files } }) => [
        when,
        ms(heapUsed / 1e6),
        ms(external / 1e6),
        mb(rss),
        sockets,
        files,
      ]),
    ),
    `A good caller beside all this asked ${goodCaller.asked} times and waited ${Math.round(goodCaller.longestMs)} ms at most, ${Math.round(goodCaller.p999Ms)} ms at the 99.9th percentile.`,
    `Taken on:\n\n${known.map(([name, value]) => `- ${name}: ${value}`).join('\n')}`,
  ].join('\n\n');

export const asJson = ({ classes, insides, goodCaller, faults, known }: Results): string =>
  JSON.stringify(
    {
      ...Object.fromEntries(known),
      classes: classes.map(
        ({
          name,
          inputs,
          unprepared,
          good,
          served,
          answers,
          broken,
          longestMs,
          p999Ms,
          starvedMs,
          waitedMs,
          more,
          seconds,
        }) => ({
          class: name,
          inputs,
          unprepared,
          good,
          served,
          answers: Object.fromEntries(sorted(answers)),
          '5xx': broken,
          stall_longest_ms: ms(longestMs),
          stall_p999_ms: ms(p999Ms),
          kept_from_a_processor_ms: Math.round(starvedMs),
          good_caller_waited_ms: Math.round(waitedMs),
          seconds: Math.round(seconds),
          ...Object.fromEntries(more),
        }),
      ),
      inside: insides.map(({ when, inside }) => ({ when, ...inside })),
      good_caller: goodCaller,
      faults,
    },
    null,
    2,
  );

/** Above the figures, in a page. */
export const HEADING = '### Figures [#hostile-figures]';
