import pino from 'pino';
import { watch } from './watch';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * JSON lines on standard error. What is passed to it is chosen at each call; the redaction is the second line, for an
 * object that carries more than its author thought.
 */
export function createLog(
  level: string,
  destination: { write(line: string): void } = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      mixin: () => watch()?.traceFields?.() ?? {},
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        // No `code`: errors and ends of processes have theirs. A body that may have one is redacted as a whole.
        paths: [
          'body',
          'authorization',
          'cookie',
          'token',
          'access_token',
          'refresh_token',
          'secret',
          'client_secret',
          'client_assertion',
          'code_verifier',
          'confirmation',
          'password',
          'query',
          'url',
        ].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
      serializers: { err: describeError },
    },
    destination,
  );
}

/** A driver's error object carries the statement and its parameters: only what names the fault is kept. */
function describeError(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { type: typeof cause };
  const { name, message, stack, code } = cause as Error & { code?: string };
  const fromDatabase = 'severity' in cause || 'query' in cause || name === 'DrizzleQueryError';
  return {
    type: name,
    code,
    // drizzle's message repeats the parameters
    message: fromDatabase ? undefined : message,
    stack: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    cause: cause.cause === undefined ? undefined : describeError(cause.cause),
  };
}
