/** Ends what was started, in order. */
export type Stop = (signal: NodeJS.Signals) => Promise<void>;

/** One press of Ctrl-C may arrive twice: from the terminal, and from npm, which passes on what it was sent. */
const SAME_PRESS_MS = 1_000;

/**
 * Ctrl-C, `kill` and a closed terminal: whatever has been started is stopped, in order, then the process ends. A start
 * that is under way is awaited first. A second Ctrl-C does not wait.
 *
 * @param starting resolves with how to stop, given the signal that asked for it
 * @param impatience aborted by the first signal: a start that only waits ends
 */
export function endOnSignal(starting: Promise<Stop>, impatience: AbortController): void {
  let endingSince = 0;
  const end = async (signal: NodeJS.Signals) => {
    if (endingSince) {
      if (signal === 'SIGINT' && Date.now() - endingSince > SAME_PRESS_MS) process.exit(130);
      return;
    }
    endingSince = Date.now();
    impatience.abort();
    try {
      const stop = await starting;
      await stop(signal);
      process.exit(0);
    } catch (cause) {
      if ((cause as { name?: unknown }).name === 'AbortError') process.exit(0);
      process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void end(name));
}

/**
 * SIGUSR2 restarts workers one after another (`workers.ts` hears it when they serve). Before that, and where there is one
 * process alone, there is nothing to restart: unheard the signal would end the process.
 */
export function surviveRestartSignal(): void {
  process.on('SIGUSR2', () => {
    if (process.listenerCount('SIGUSR2') === 1)
      process.stderr.write('SIGUSR2: no workers serve that could be restarted one after another.\n');
  });
}
