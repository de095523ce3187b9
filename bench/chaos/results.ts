import { versionOf } from '../../e2e/harness/processes';
import { commandOf } from '../report/command';
import { replaceSection } from '../report/page';
import { hardware } from '../world/machine';
import type { Stage } from './stage';

/** What became of the requests while one thing was broken, and until all was well again. */
export interface Result {
  fault: string;
  words: string;
  requests: number;
  /** Answers that were not true. */
  wrong: number;
  /** Requests without an answer to their question, by status or by the code of the broken connection. */
  errors: Record<string, number>;
  /** From when it was mended; null: not in time. */
  seconds_to_healthy: number | null;
  /** Of what had been acknowledged, so much was not there afterwards. */
  lost: number;
  /** From the first request without an answer to the last. */
  failing_for_s: number;
  /** From when a request was due; of those that got an answer. */
  p99_ms: number | null;
  /** Why it was not tried. */
  skipped?: string;
}

/** What the figures were taken on. */
export async function facts(stage: Stage, began: Date, args: readonly string[]): Promise<[string, string][]> {
  const database = stage.database();
  const [server] = await database<{ version: string }[]>`SHOW server_version`.values();
  await database.end();
  return [
    ['date', began.toISOString()],
    ['run', commandOf('chaos', args)],
    ['machine', hardware()],
    ['node', process.versions.node],
    [
      'PostgreSQL',
      `${server?.[0]}, on this machine, with a standby that confirms each commit where one takes over`,
    ],
    ['Redis', number(await versionOf(process.env.REDIS_SERVER ?? 'redis-server', '--version'))],
    ['HAProxy', number(await versionOf(process.env.HAPROXY ?? 'haproxy', '-v'))],
  ];
}

/** The first that looks like one of what a program says of its version. */
const number = (words = ''): string => /\d+\.\d+\.\d+/.exec(words)?.[0] ?? 'unknown';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

export const errorWords = (errors: Record<string, number>): string =>
  Object.entries(errors)
    .map(([kind, times]) => `${times} × ${kind}`)
    .join(', ') || 'none';

export const printTable = (results: readonly Result[]): string =>
  results
    .map((result) =>
      result.skipped
        ? `${result.fault}: skipped, ${result.skipped}`
        : `${result.fault}: ${result.requests} requests, ${result.wrong} wrong, ${result.lost} lost, failing for ${result.failing_for_s} s, well ${result.seconds_to_healthy ?? 'too many'} s after, p99 ${result.p99_ms} ms, errors: ${errorWords(result.errors)}`,
    )
    .join('\n');

const RESULTS = '## Results [#results]';

/** Puts the results in place of all that stands in the page under that heading. */
export function writeResults(
  page: string,
  known: readonly [string, string][],
  results: readonly Result[],
): void {
  const cells = ({
    words,
    requests,
    wrong,
    lost,
    seconds_to_healthy,
    failing_for_s,
    errors,
    p99_ms,
    skipped,
  }: Result) =>
    skipped
      ? [words, `not tried: ${skipped}`, '', '', '', '', '', '']
      : [
          words,
          requests,
          wrong,
          lost,
          failing_for_s,
          seconds_to_healthy ?? 'not in time',
          errorWords(errors),
          p99_ms ?? '',
        ];
  const table = [
    row([
      'What broke',
      'Requests',
      'Wrong',
      'Lost',
      'Failing for, s',
      'Well after, s',
      'Without an answer',
      'p99, ms',
    ]),
    row(Array.from({ length: 8 }, () => '---')),
    ...results.map((result) => row(cells(result))),
  ];
  const list = known.map(([name, value]) => `- ${name}: ${value}`);
  replaceSection(page, RESULTS, `${table.join('\n')}\n\nTaken on:\n\n${list.join('\n')}`);
}
