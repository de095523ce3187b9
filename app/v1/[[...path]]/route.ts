import { wireRoute } from '@/app/wire-route';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(unknownEndpoint);
