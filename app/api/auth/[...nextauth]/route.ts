import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { nextAuthOptions } from '@/lib/auth/next-auth-options';
import { container } from '@/lib/container';
import { socketAddress } from '@/lib/http/peer-context';

const handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => {
  const services = container();
  const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
  return NextAuth(request as never, context as never, nextAuthOptions(services, peer));
};

export { handler as GET, handler as POST };
