/** What came of a run. */
export interface Tally {
  inputs: number;
  seconds: number;
  /** By status; 0 for broken input that got no answer. */
  answers: Map<number, number>;
  /** Good requests among them. */
  controls: number;
  faults: string[];
  /** Resident memory of the service, in bytes. */
  memory: { before: number; halfway: number; after: number };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;

export function report({ inputs, seconds, answers, controls, faults, memory }: Tally, seed: number): string {
  const byStatus = [...answers].sort(([a], [b]) => a - b);
  const rows = [
    [
      'inputs',
      `${inputs} in ${Math.round(seconds)} s (${Math.round(inputs / seconds)} a second), ${controls} of them good requests`,
    ],
    ['answers', byStatus.map(([status, count]) => `${status || 'none'}: ${count}`).join('  ')],
    ['5xx', String(byStatus.filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0))],
    ['violations', String(faults.length)],
    [
      'memory',
      `${megabytes(memory.before)} before, ${megabytes(memory.halfway)} halfway, ${megabytes(memory.after)} after`,
    ],
    ['seed', String(seed)],
  ];
  return [...faults.slice(0, 20), ...rows.map(([name = '', value]) => `${name.padEnd(11)} ${value}`)].join(
    '\n',
  );
}
