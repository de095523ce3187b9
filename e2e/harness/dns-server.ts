import { createSocket } from 'node:dgram';
import dnsPacket from 'dns-packet';

/** A real DNS server on this machine that knows TXT records. */
export interface DnsServer {
  /** For DNS_SERVERS. */
  address: string;
  /** By name; `silent` answers nothing, `broken` says that the server failed. */
  records: Map<string, string[] | 'silent' | 'broken'>;
  close(): Promise<void>;
}

/** RFC 1035 §4.1.1 */
const SERVFAIL = 2;
const NXDOMAIN = 3;

export async function startDnsServer(port = 0): Promise<DnsServer> {
  const records: DnsServer['records'] = new Map();
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    const found = records.get(question.name.toLowerCase());
    if (found === 'silent') return;
    const rcode = found === 'broken' ? SERVFAIL : found === undefined ? NXDOMAIN : 0;
    const texts = Array.isArray(found) && question.type === 'TXT' ? found : [];
    const answer = dnsPacket.encode({
      type: 'response',
      id: query.id,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | rcode,
      questions: [question],
      // In pieces of at most 255 bytes (§3.3).
      answers: texts.map((text) => ({
        type: 'TXT' as const,
        name: question.name,
        ttl: 1,
        data: text.match(/.{1,20}/g) ?? [''],
      })),
    });
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
