import { wireRoute } from '@/app/wire-route';
import { opencrvsTokenEndpoint } from '@/lib/http/opencrvs-endpoint';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(opencrvsTokenEndpoint);
