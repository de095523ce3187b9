import { errorWords } from '../chaos/results';
import { slope } from '../report/statistics';
import { figure, table } from '../report/tables';
import { hardware } from '../world/machine';
import type { Inside } from './inside-file';
import { listenersOf, moreListeners, openOf, type RestSample, type Sample } from './sample';

/** Some minutes. */
export interface Stretch {
  /** The last of them. */
  minute: number;
  requests: number;
  wrong: string[];
  errors: Record<string, number>;
  /** Milliseconds, from when a request was due. */
  p50: number;
  p99: number;
  /** At its end. */
  sample: Sample;
}

export interface Outcome {
  /** Requests a second: at full speed, and as they came. */
  capacity: number;
  rate: number;
  /** Changes, by name. */
  done: Record<string, number>;
  /** At rest: after everything has been done once, and after all of it. */
  before: RestSample;
  after: RestSample;
  /** Whatever the processes said. */
  complaints: string[];
  stretches: Stretch[];
  visits: number;
  /** Changes and visits that were refused, though each was in order. */
  refused: string[];
  webhooks: number;
}

const PROCESSES = ['all', 'api'] as const;
type Name = (typeof PROCESSES)[number];

const MB = 1e6;
/** What a level line may seem to rise by, in MB an hour: the heap after a collection, and what the system gives. */
const LEVEL = { heapUsed: 2, rss: 12 };
/** What may be more at rest than before: a connection that is opened again at this very moment. */
const LEFT_OVER = 3;

/** After the first quarter, in which all is kept that is kept once; MB an hour. */
const rise = ({ stretches }: Outcome, name: Name, kind: keyof typeof LEVEL) =>
  slope(
    stretches
      .slice(Math.floor(stretches.length / 4))
      .map(({ minute, sample }) => [minute / 60, sample[name][kind] / MB]),
  );

/** What is not as it should be, in words. */
export function judge(outcome: Outcome): string[] {
  const { stretches, before, after, complaints, refused } = outcome;
  const wrong = stretches.flatMap((stretch) => stretch.wrong);
  const errors = errorWords(sumOf(stretches.map((stretch) => stretch.errors)));
  const faults = [
    ...wrong.slice(0, 5).map((words) => `wrong: ${words}`),
    ...refused.slice(0, 5).map((words) => `refused: ${words}`),
    ...complaints.slice(0, 5).map((words) => `said by a process: ${words}`),
  ];
  if (errors !== 'none') faults.push(`without an answer: ${errors}`);
  for (const name of PROCESSES) {
    for (const kind of ['heapUsed', 'rss'] as const) {
      const { slope: mb, error } = rise(outcome, name, kind);
      // What is on its way at that moment is counted with the rest, so that the samples scatter.
      if (!(mb - 2 * error <= LEVEL[kind]))
        faults.push(`${kind} of ${name} rises by ${mb.toFixed(1)} MB an hour`);
    }
    const [here, there] = [before[name].census, after[name].census];
    for (const kind of ['sockets', 'timers'] as const)
      if (there[kind] > here[kind] + LEFT_OVER)
        faults.push(`${kind} of ${name}: ${here[kind]} before, ${there[kind]} after`);
    if (listenersOf(there) > listenersOf(here) + LEFT_OVER)
      faults.push(`listeners of ${name}: ${moreListeners(here, there).slice(0, 5).join(', ')}`);
  }
  for (const kind of ['database', 'redis'] as const)
    if (after[kind] > before[kind] + LEFT_OVER)
      faults.push(`connections to ${kind}: ${before[kind]} before, ${after[kind]} after`);
  return faults;
}

export function sumOf(list: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of list)
    for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

const megabytes = (bytes: number): string => (bytes / MB).toFixed(1);
const both = (sample: Sample, words: (inside: Inside) => string | number): string =>
  PROCESSES.map((name) => words(sample[name])).join(' / ');

const cellsOf = (sample: Sample): string[] => [
  both(sample, ({ heapUsed }) => megabytes(heapUsed)),
  both(sample, ({ rss }) => megabytes(rss)),
  both(sample, (inside) => inside.census?.sockets ?? openOf(inside).sockets),
  both(sample, (inside) => inside.census?.timers ?? openOf(inside).timers),
  sample.all.census ? both(sample, ({ census }) => (census ? listenersOf(census) : '')) : '',
  `${sample.database} / ${sample.redis}`,
];

export const printStretch = ({ minute, requests, wrong, errors, p50, p99, sample }: Stretch): string => {
  const [heap, rss, sockets, timers, _, connections] = cellsOf(sample);
  return `${minute}: ${requests} requests, ${wrong.length} wrong, errors: ${errorWords(errors)}, p50 ${p50} ms, p99 ${p99} ms, heap ${heap} MB, resident ${rss} MB, sockets ${sockets}, timers ${timers}, connections ${connections}`;
};

/** The results, as Markdown. */
export function sectionOf(outcome: Outcome, faults: readonly string[], began: Date, command: string): string {
  const { stretches, capacity, rate, done, visits, webhooks } = outcome;
  const rows = stretches.map(({ minute, requests, wrong, errors, p50, p99, sample }) => [
    ...[`${minute}`, `${requests}`, `${wrong.length}`, errorWords(errors), `${p50} / ${p99}`],
    ...cellsOf(sample),
  ]);
  const rest = (words: string, sample: Sample) => [words, '', '', '', '', ...cellsOf(sample)];
  const head = [
    'Minute',
    'Requests',
    'Wrong',
    'Without an answer',
    'p50 / p99, ms',
    'Heap, MB',
    'Resident, MB',
  ];
  const requests = stretches.reduce((sum, one) => sum + one.requests, 0);
  const changes = Object.entries(done).map(([kind, times]) => `${times} ${kind}`);
  const words = (name: Name, kind: keyof typeof LEVEL) => {
    const { slope: mb, error } = rise(outcome, name, kind);
    return `${mb.toFixed(1)} ± ${error.toFixed(1)}`;
  };
  const rises = PROCESSES.map(
    (name) =>
      `${name === 'all' ? 'the whole product' : 'the one with `ROLE=api`'}: heap ${words(name, 'heapUsed')}, resident ${words(name, 'rss')}`,
  );
  return [
    table(
      [...head, 'Sockets', 'Timers', 'Listeners', 'Connections: database / Redis'],
      [rest('at rest, before', outcome.before), ...rows, rest('at rest, after', outcome.after)],
    ),
    'Where there are two figures, the first is of the whole product and the second of a process with `ROLE=api`. At rest all of their memory is gone through, so there the listeners are counted, and timers that keep nothing going count too.',
    [
      `- **Slope of memory** after the first quarter, MB an hour, with its standard error: ${rises.join('; ')}. A rise counts that is for certain, by two errors, more than ${LEVEL.heapUsed} of heap or ${LEVEL.rss} resident.`,
      `- ${requests} requests at ${figure(rate)} a second, ${Math.round((rate / capacity) * 100)} % of the ${figure(capacity)} that both answered at full speed; ${changes.join(', ')}; ${visits} visits of pages and what they ask for; ${webhooks} webhooks delivered.`,
      `- ${faults.length === 0 ? 'Nothing was wrong, missing or left over.' : `**Not as it should be**: ${faults.join('; ')}.`}`,
      `- date: ${began.toISOString()}; run: \`${command}\`; machine: ${hardware()}; node ${process.versions.node}.`,
    ].join('\n'),
  ].join('\n\n');
}
