import { Counter, Gauge, Histogram } from 'prom-client';

const requests = new Counter({
  name: 'gooclaim_requests_total',
  help: 'Answered requests by endpoint and status',
  labelNames: ['endpoint', 'status'] as const,
});

const durations = new Histogram({
  name: 'gooclaim_request_duration_seconds',
  help: 'Time from a request to the end of its answer, by endpoint and class of status',
  labelNames: ['endpoint', 'class'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

let underWay = 0;
new Gauge({
  name: 'gooclaim_requests_under_way',
  help: 'Requests that are being answered',
  collect() {
    this.set(underWay);
  },
});

interface Series {
  count: Counter.Internal;
  time: Histogram.Internal<'endpoint' | 'class'>;
}

/** The series of each endpoint by status: finding one by its labels costs the library more than counting. */
const series = new Map<string, Map<number, Series>>();

function seriesOf(endpoint: string, status: number): Series {
  let byStatus = series.get(endpoint);
  if (!byStatus) {
    byStatus = new Map();
    series.set(endpoint, byStatus);
  }
  const known = byStatus.get(status);
  if (known) return known;
  const made = {
    count: requests.labels(endpoint, String(status)),
    time: durations.labels(endpoint, `${Math.floor(status / 100)}xx`),
  };
  byStatus.set(status, made);
  return made;
}

/** What could not be read as a request was refused, and has no address. */
export const countUnreadable = (status: number): void => seriesOf('unreadable', status).count.inc();

/**
 * A request begins.
 *
 * @param endpoint from a closed set: a label is kept for ever
 * @returns to be called once it is answered; how long that took, in seconds
 */
export function countRequest(endpoint: string): (status: number) => number {
  const began = performance.now();
  underWay++;
  return (status) => {
    underWay--;
    const seconds = (performance.now() - began) / 1000;
    const { count, time } = seriesOf(endpoint, status);
    count.inc();
    time.observe(seconds);
    return seconds;
  };
}
