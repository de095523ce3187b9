import { wireRoute } from '@/app/wire-route';
import { protectedResourceEndpoint } from '@/lib/http/metadata-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(protectedResourceEndpoint);
