import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { admitToNextAuth } from '@/lib/auth/next-auth-door';
import { nextAuthOptions } from '@/lib/auth/next-auth-options';
import { endReplacedSession } from '@/lib/auth/replaced-session';
import { container } from '@/lib/container';
import { socketAddress } from '@/lib/http/peer-context';

const handler = async (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => {
  const admitted = await admitToNextAuth(request, (await context.params).nextauth.join('/'));
  if (admitted instanceof Response) return admitted;
  const services = container();
  const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
  const answer: Response = await NextAuth(
    new NextRequest(admitted) as never,
    context as never,
    nextAuthOptions(services, peer),
  );
  await endReplacedSession(request, answer, services);
  return answer;
};

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
