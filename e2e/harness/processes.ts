import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Everything started here, so that nothing outlives the tests, whatever they do. */
const running = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Started {
  child: ChildProcess;
  pid: number;
  /** All it has printed. */
  stdout(): string;
  stderr(): string;
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  hasEnded(): boolean;
}

/** Starts a program whose output is kept. */
export function start(program: string, args: string[], options: SpawnOptions = {}): Started {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  let over = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', (cause) => {
      over = true;
      running.delete(child);
      reject(cause);
    });
    child.once('close', (code, signal) => {
      over = true;
      running.delete(child);
      resolve(code ?? signal ?? 0);
    });
  });
  ended.catch(() => {});
  return {
    child,
    pid: child.pid ?? 0,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    hasEnded: () => over,
  };
}

export interface Finished {
  code: number | NodeJS.Signals;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; one that takes longer than `seconds` is killed. */
export async function runToEnd(
  program: string,
  args: string[],
  options: SpawnOptions & { seconds?: number } = {},
): Promise<Finished> {
  const { seconds = 60, ...rest } = options;
  const started = start(program, args, rest);
  const timer = setTimeout(() => started.child.kill('SIGKILL'), seconds * 1000);
  try {
    const code = await started.ended;
    return { code, stdout: started.stdout(), stderr: started.stderr() };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a process still runs: one that has ended and waits for a parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    // The state follows the name, which is in parentheses and may hold anything (proc(5)).
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self/stat');
  }
}

/** @returns undefined when the program is not on this machine */
export async function versionOf(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { code, stdout, stderr } = await runToEnd(program, args);
    return code === 0 ? (stdout || stderr).split('\n', 1)[0] : undefined;
  } catch {
    return undefined;
  }
}
