import type { HttpServices } from '@/lib/http/services';

interface Answered {
  requestId: string | undefined;
  method: string | undefined;
  /** The name of the endpoint: never an address as it was asked for, in which anything can be. */
  endpoint: string;
  status: number;
  seconds: number;
  trace: Readonly<Record<string, string>> | undefined;
}

export type RequestLog = (answered: Answered) => void;

/** Lines about faults a second: an outage under load is to be seen in the log, not to fill the disk. */
const LINES_A_SECOND = 20;

/**
 * One line a request. Faults of ours are warnings, so many a second at most; everything else is said at `debug`, since a
 * success is counted and a refusal has its audit row, or with every other answer at `info` where that is wanted.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function createRequestLog(
  log: HttpServices['log'],
  logEveryRequest: boolean,
  now: () => number,
): RequestLog {
  let second = 0;
  let lines = 0;
  let leftOut = 0;

  function hasRoom(): boolean {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      lines = 0;
    }
    return lines++ < LINES_A_SECOND;
  }

  return ({ requestId, method, endpoint, status, seconds, trace }) => {
    const fields = {
      request_id: requestId,
      method,
      endpoint,
      status,
      duration_ms: Math.round(seconds * 10_000) / 10,
      ...trace,
    };
    if (status < 500) log[logEveryRequest ? 'info' : 'debug'](fields, 'answered');
    else if (logEveryRequest || hasRoom()) {
      log.warn(leftOut > 0 ? { ...fields, lines_left_out: leftOut } : fields, 'answered with a fault');
      leftOut = 0;
    } else leftOut++;
  };
}
