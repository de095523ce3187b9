import { wireRoute } from '@/app/wire-route';
import { openApiJsonEndpoint } from '@/lib/http/metadata-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(openApiJsonEndpoint);
