import * as oauth from 'oauth4webapi';
import { OUTBOUND_REFUSED } from '../keys/outbound';

/** Codes of Node for a host that cannot be reached, and of a look-up or certificate that failed. */
const UNREACHABLE =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_|SELF_SIGNED|UNABLE_)/;

/**
 * The error of RFC 6749 §5.2 that a provider answered with. Known by codes: the server and Next load these classes
 * twice, and `instanceof` would not see across.
 */
export function refusalOf(fault: unknown): string | undefined {
  const { code, error } = fault as { code?: unknown; error?: unknown };
  if (code === oauth.WWW_AUTHENTICATE_CHALLENGE) return 'invalid_client';
  return code === oauth.RESPONSE_BODY_ERROR ? errorCode(error) : undefined;
}

/**
 * What went wrong between us and a provider, for whoever sets it up; nothing of what was received is in the words but
 * an error code of OAuth.
 */
export function describeFault(fault: unknown): { unreachable: boolean; words: string } {
  const { name, code, message } = fault as { name?: string; code?: unknown; message?: string };
  if (code === OUTBOUND_REFUSED) return { unreachable: true, words: String(message) };
  const refusal = refusalOf(fault);
  if (refusal) return { unreachable: false, words: `The provider refused: ${refusal}.` };
  if (code === 'ADDRESS_NOT_PUBLIC')
    return {
      unreachable: true,
      words: 'Its address is inside a private network, where this service does not connect to.',
    };
  if (name === 'TimeoutError' || name === 'AbortError')
    return { unreachable: true, words: 'It did not answer in time.' };
  if (typeof code === 'string' && UNREACHABLE.test(code))
    return { unreachable: true, words: `It could not be reached (${code}).` };
  if (typeof code === 'string' && code.startsWith('OAUTH_'))
    return { unreachable: false, words: sentence(message) };
  return { unreachable: false, words: 'Its answer could not be understood.' };
}

const errorCode = (text: unknown): string =>
  typeof text === 'string' && /^[a-z_]{1,40}$/.test(text) ? text : 'an error without a name';

function sentence(message = ''): string {
  const words = message.replaceAll('"', '').replaceAll('JWT', 'ID token');
  return `Its answer was refused: ${words}.`;
}
