import { spread } from './statistics';

/** What a run has found: tables in the order of their making, and ratios by name. */
export class Report {
  private readonly parts: string[] = [];
  private readonly ratios = new Map<string, number[]>();
  /** What went wrong; a run with one of them has failed. */
  readonly faults: string[] = [];

  fault(words: string): void {
    this.faults.push(words);
    process.stderr.write(`WRONG: ${words}\n`);
  }

  /** @param values one a round, or a single one; of what was not measured there are none, and it is left out */
  ratio(name: string, values: readonly number[]): void {
    if (values.length > 0) this.ratios.set(name, [...values]);
  }

  section(title: string, ...paragraphs: string[]): void {
    const part = [`## ${title}`, ...paragraphs.filter(Boolean)].join('\n\n');
    this.parts.push(part);
    process.stdout.write(`\n${part}\n`);
  }

  spreads() {
    return [...this.ratios].map(([name, values]) => ({ name, rounds: values.length, ...spread(values) }));
  }

  /** By name, the median of the rounds. */
  json(): string {
    const medians = this.spreads().map(({ name, median }) => [name, Number(median.toPrecision(4))]);
    return `${JSON.stringify(Object.fromEntries(medians), null, 2)}\n`;
  }

  markdown(head: string, ratios: string): string {
    return `${[head, ratios, ...this.parts].join('\n\n')}\n`;
  }
}
