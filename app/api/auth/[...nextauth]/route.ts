import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth, { type NextAuthOptions } from 'next-auth';
import { admitToNextAuth, forgetReturn, ssoAction, withoutReturn } from '@/lib/auth/next-auth-door';
import { nextAuthOptions } from '@/lib/auth/next-auth-options';
import { endReplacedSession } from '@/lib/auth/replaced-session';
import { finishSso } from '@/lib/auth/sso-arrival';
import { startSso } from '@/lib/auth/sso-door';
import { socketAddress } from '@/lib/http/peer-context';
import { portalContainer } from '@/lib/portal-container';

const handler = async (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => {
  const action = (await context.params).nextauth.join('/');
  const services = portalContainer();
  const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
  const run = async (admitted: Request, options: NextAuthOptions): Promise<Response> => {
    forgetReturn(await cookies());
    return NextAuth(new NextRequest(withoutReturn(admitted)) as never, context as never, options);
  };

  const sso = ssoAction(request.method, action);
  if (sso?.kind === 'start') return startSso(request, sso.connectionId, peer, services, run);
  if (sso?.kind === 'finish')
    return endReplacedSession(
      request,
      await finishSso(request, sso.connectionId, peer, services, run),
      services,
    );
  const admitted = await admitToNextAuth(request, action);
  if (admitted instanceof Response) return admitted;
  return endReplacedSession(request, await run(admitted, nextAuthOptions(services, peer)), services);
};

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
