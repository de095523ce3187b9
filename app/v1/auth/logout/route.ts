import { wireRoute } from '@/app/wire-route';
import { logout } from '@/lib/auth/browser-endpoints';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = wireRoute(logout);
