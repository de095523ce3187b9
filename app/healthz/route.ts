import { wireRoute } from '@/app/wire-route';
import { healthEndpoint } from '@/lib/http/health-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(healthEndpoint);
