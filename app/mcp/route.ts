import { wireRoute } from '@/app/wire-route';
import { mcpEndpoint } from '@/lib/http/mcp/endpoint';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(mcpEndpoint);
