import { BROWSER_ENDPOINTS } from '@/lib/auth/browser-endpoints';
import type { Endpoint } from '@/lib/http/endpoint';
import { wireEndpoint } from '@/lib/http/wire';

/** What answers an address without entering Next. @returns undefined for addresses of the portal */
export const endpointAt = (pathname: string): Endpoint | undefined =>
  BROWSER_ENDPOINTS.get(pathname) ?? wireEndpoint(pathname);
