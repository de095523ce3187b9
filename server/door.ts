import type { Server } from 'node:http';
import type { Container } from '@/lib/container';
import type { Role } from '@/lib/env';
import { elsewhereEndpoint } from '@/lib/http/elsewhere-endpoint';
import { managementEndpoint } from '@/lib/http/management/endpoint';
import { MANAGEMENT_PATH } from '@/lib/http/management/operations';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { setWatch } from '@/lib/watch';
import { type Endpoints, endpointsOf } from './endpoints';
import { databaseAnswered, exposeFigures } from './inner-metrics';
import { close, hosts, listenOn } from './listen';
import { createListener, type Parts } from './listener';
import { type Pages, preparePages } from './pages';
import { createRequestLog } from './request-log';
import type { Tracing } from './tracing';

/** Where a process is asked. Until it is opened, whoever asks is told that the service is starting. */
export interface Door {
  /** @throws Error when the port is taken */
  listen(): Promise<void>;
  /** Says to whoever asks what the start is waiting for. */
  waitFor(missing: string): void;
  /** Makes ready what is served from `open` on. */
  prepare(services: Container, tracing: Tracing | undefined): Promise<void>;
  open(): void;
  /** Goes on answering, and says to whoever asks that it is not ready: load balancers send their requests elsewhere. */
  drain(): void;
  /** Takes nothing new, answers what is under way, ends the pages. @param lingerMs as `close` of `listen.ts` has it */
  close(lingerMs?: number): Promise<void>;
}

export function createDoor({ port, role, dev }: { port: number; role: Role; dev: boolean }): Door {
  const local = process.env.GOOCLAIM_MODE === 'local';
  const endpoints = endpointsOf(role);
  let prepared: Parts | undefined;
  let opened: Parts | undefined;
  let draining = false;
  let missing = 'everything: it is starting';
  let pages: Pages | undefined;
  let servers: Server[] = [];

  function create(): Server {
    return createListener(endpoints, {
      parts: () => opened,
      isDraining: () => draining,
      missingAtStart: () => missing,
      labelOf: (url) => labelOf(url, endpoints),
    });
  }

  return {
    async listen() {
      servers = await listenOn(hosts(local), port, create);
    },
    waitFor(what) {
      missing = what;
    },
    async prepare(services, tracing) {
      if (role !== 'api') pages = await preparePages(servers, port, dev);
      exposeFigures(services.figures);
      setWatch({ databaseAnswered, ...tracing?.watch });
      const logAnswer = createRequestLog(services.log, services.settings.logEveryRequest, () =>
        performance.now(),
      );
      prepared = { services, pages: pages?.handle, dev, watching: { tracing, logAnswer } };
    },
    open() {
      opened = prepared;
    },
    drain() {
      draining = true;
    },
    async close(lingerMs) {
      await Promise.all(servers.map((server) => close(server, lingerMs)));
      await pages?.close();
    },
  };
}

/** One of a closed set: whoever asks must not be able to make labels, which are kept for ever. */
function labelOf(url = '', endpoints: Endpoints): string {
  const path = url.split('?', 1)[0] ?? '';
  const endpoint = endpoints(path);
  if (!endpoint) return path.startsWith('/api/') ? 'portal' : 'page';
  if (endpoint === managementEndpoint) return MANAGEMENT_PATH;
  return endpoint === unknownEndpoint || endpoint === elsewhereEndpoint ? 'unknown' : path;
}
