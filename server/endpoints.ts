import { BROWSER_ENDPOINTS } from '@/lib/auth/browser-endpoints';
import { PERSON_TOKEN_PATH, personTokenEndpoint } from '@/lib/auth/person-token-endpoint';
import type { Role } from '@/lib/env';
import { EVERYWHERE, elsewhereEndpoint } from '@/lib/http/elsewhere-endpoint';
import type { Endpoint } from '@/lib/http/endpoint';
import { wireEndpoint } from '@/lib/http/wire';
import { metricsEndpoint } from './metrics';

/** What answers an address without entering Next. @returns undefined for addresses of the portal */
export type Endpoints = (pathname: string) => Endpoint | undefined;

const OPERATIONS: ReadonlyMap<string, Endpoint> = new Map([['/metrics', metricsEndpoint]]);

const all: Endpoints = (pathname) =>
  BROWSER_ENDPOINTS.get(pathname) ?? OPERATIONS.get(pathname) ?? wireEndpoint(pathname);

const ENDPOINTS: Record<Role, Endpoints> = {
  all,
  api: (pathname) => (pathname === PERSON_TOKEN_PATH ? personTokenEndpoint : all(pathname)),
  portal: (pathname) =>
    EVERYWHERE.has(pathname) || OPERATIONS.has(pathname) ? all(pathname) : all(pathname) && elsewhereEndpoint,
};

export const endpointsOf = (role: Role): Endpoints => ENDPOINTS[role];
