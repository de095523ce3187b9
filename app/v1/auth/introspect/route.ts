import { wireRoute } from '@/app/wire-route';
import { introspectionEndpoint } from '@/lib/http/auth-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(introspectionEndpoint);
