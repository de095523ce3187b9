import { wireRoute } from '@/app/wire-route';
import { selfRotationEndpoint } from '@/lib/http/auth-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(selfRotationEndpoint);
