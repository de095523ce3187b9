import { wireRoute } from '@/app/wire-route';
import { userinfoEndpoint } from '@/lib/http/auth-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(userinfoEndpoint);
