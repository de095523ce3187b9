import { noSuchEndpoint } from '@/lib/http/unknown-endpoint';
import { webAnswer } from '@/lib/http/web-door';

export const dynamic = 'force-dynamic';

/** Whatever else is asked below /api. Without this Next shows a page, and takes what is sent there for a call of an action. */
const answer = () => webAnswer(noSuchEndpoint());

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
