import type { Server } from 'node:http';
import type { Role } from '@/lib/env';
import { elsewhereEndpoint } from '@/lib/http/elsewhere-endpoint';
import { managementEndpoint } from '@/lib/http/management/endpoint';
import { MANAGEMENT_PATH } from '@/lib/http/management/operations';
import type { HttpServices } from '@/lib/http/services';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { type Endpoints, endpointsOf } from './endpoints';
import { close, hosts, listenOn } from './listen';
import { createListener, type Parts } from './listener';
import { countAnswer } from './metrics';
import { type Pages, preparePages } from './pages';

/** Where a process is asked. Until it is opened, whoever asks is told that the service is starting. */
export interface Door {
  /** @throws Error when the port is taken */
  listen(): Promise<void>;
  /** Makes ready what is served from `open` on. */
  prepare(services: HttpServices): Promise<void>;
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
  let pages: Pages | undefined;
  let servers: Server[] = [];

  function create(): Server {
    const server = createListener(endpoints, { parts: () => opened, isDraining: () => draining });
    server.on('request', (request, response) =>
      countAnswer(labelOf(request.url, endpoints), request, response),
    );
    return server;
  }

  return {
    async listen() {
      servers = await listenOn(hosts(local), port, create);
    },
    async prepare(services) {
      if (role !== 'api') pages = await preparePages(servers, port, dev);
      prepared = { services, pages: pages?.handle, dev };
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
