import { wireRoute } from '@/app/wire-route';
import { managementEndpoint } from '@/lib/http/management/endpoint';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(managementEndpoint);
