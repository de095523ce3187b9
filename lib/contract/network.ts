import ipaddr from 'ipaddr.js';

/**
 * Whether a text is a CIDR block such as `203.0.113.0/24` or `2001:db8::/48`, or one address. Short forms, host bits and
 * IPv4 inside IPv6 are refused: whoever wrote them meant something else, or would wait in vain for a match.
 */
export function isNetwork(text: string): boolean {
  if (text.includes('%')) return false;
  const [address = '', ...bits] = text.split('/');
  const isIPv4 = ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!isIPv4 && !(address.includes(':') && ipaddr.IPv6.isValid(address))) return false;
  if (!isIPv4 && ipaddr.IPv6.parse(address).isIPv4MappedAddress()) return false;
  if (bits.length === 0) return true;
  if (!ipaddr.isValidCIDR(text)) return false;
  const first = isIPv4
    ? ipaddr.IPv4.networkAddressFromCIDR(text).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(text).toString();
  return first === ipaddr.parse(address).toString();
}
