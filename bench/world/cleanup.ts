/** Ends and removes what was made, the last first, whatever happened. */
export class Cleanup {
  private readonly tasks: (() => Promise<unknown> | unknown)[] = [];

  add(task: () => Promise<unknown> | unknown): void {
    this.tasks.push(task);
  }

  async run(): Promise<void> {
    for (const task of this.tasks.splice(0).reverse()) {
      try {
        await task();
      } catch (cause) {
        process.stderr.write(`Not cleaned up: ${(cause as Error).message}\n`);
      }
    }
  }
}
