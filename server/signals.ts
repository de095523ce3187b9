/**
 * Ctrl-C, `kill` and a closed terminal: whatever has been started is stopped, in order, then the process ends. A start
 * that is under way is awaited first. A second Ctrl-C does not wait.
 *
 * @param starting resolves with how to stop
 */
export function endOnSignal(starting: Promise<() => Promise<void>>): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) {
      if (signal === 'SIGINT') process.exit(130);
      return;
    }
    ending = true;
    try {
      const stop = await starting;
      await stop();
      process.exit(0);
    } catch (cause) {
      process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void end(name));
}
