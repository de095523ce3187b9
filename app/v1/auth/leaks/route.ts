import { wireRoute } from '@/app/wire-route';
import { leaksEndpoint } from '@/lib/http/leaks-endpoint';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(leaksEndpoint);
