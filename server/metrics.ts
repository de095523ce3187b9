import { createHash, timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import ipaddr from 'ipaddr.js';
import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import { errorAnswer } from '@/lib/http/answer';
import type { Endpoint, WireRequest } from '@/lib/http/endpoint';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { newId } from '@/lib/ids';
import { figuresOfAll } from './metrics-of-workers';

/** In milliseconds: often enough to see a loop that hangs. A process at rest is to sleep. */
const LAG_RESOLUTION_MS = 50;

collectDefaultMetrics({ eventLoopMonitoringPrecision: LAG_RESOLUTION_MS });

// prom-client's own are averages of the workers, in which one that hangs goes under.
const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
lag.enable();
new Gauge({
  name: 'gooclaim_eventloop_lag_p99_seconds',
  help: 'Of the turns of the event loop since the last scrape, 99 of 100 came sooner than this after the one before',
  aggregator: 'max',
  collect() {
    this.set(lag.percentile(99) / 1e9);
    lag.reset();
  },
});

/**
 * GET /metrics (Prometheus text format 0.0.4), of all workers together.
 *
 * With `METRICS_TOKEN` for whoever shows it; without, in local mode, for this machine alone. A request that a proxy passed
 * on comes from this machine too, and nothing need tell it from others: in production nobody reads without. Strangers are told what they are told of any unknown address.
 */
export const metricsEndpoint: Endpoint = async (request, peer, services) => {
  const { metricsToken, metricsOpenHere } = services;
  const admitted = metricsToken
    ? shows(request.header('authorization'), metricsToken)
    : metricsOpenHere && isLocal(peer.socketAddress) && peer.trustedProxies === 0 && !wasPassedOn(request);
  if (!admitted || request.method !== 'GET') return unknownEndpoint(request, peer, services);
  const body = await figuresOfAll();
  // Some of the figures would look as if the counts had gone back.
  if (body === undefined) return incomplete();
  return {
    status: 200,
    headers: { 'Content-Type': register.contentType, 'Cache-Control': 'no-store' },
    body,
  };
};

const incomplete = () =>
  errorAnswer(503, 'temporarily_unavailable', 'A worker does not tell its figures.', newId('req'), {
    'Retry-After': '5',
  });

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Digests, which are of one length: the comparison tells nothing of the token, not even how long it is. */
const shows = (authorization: string | null, token: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));

const isLocal = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';

const wasPassedOn = (request: WireRequest): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => request.header(name) !== null);
