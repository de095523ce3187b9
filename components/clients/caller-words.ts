import { deviceWords } from '@/components/sessions/device-words';

/** What libraries call themselves, and what people call them. */
const PROGRAMS: Record<string, string> = {
  curl: 'curl',
  wget: 'Wget',
  node: 'Node.js',
  undici: 'Node.js',
  axios: 'Axios (Node.js)',
  'node-fetch': 'Node.js',
  'python-requests': 'Python requests',
  'python-httpx': 'Python HTTPX',
  'python-urllib3': 'Python urllib3',
  'python-urllib': 'Python urllib',
  aiohttp: 'Python aiohttp',
  'go-http-client': 'Go',
  java: 'Java',
  'java-http-client': 'Java',
  'apache-httpclient': 'Apache HttpClient (Java)',
  okhttp: 'OkHttp (Java)',
  guzzlehttp: 'Guzzle (PHP)',
  restsharp: 'RestSharp (.NET)',
  ruby: 'Ruby',
  faraday: 'Faraday (Ruby)',
  postmanruntime: 'Postman',
  insomnia: 'Insomnia',
};

const MOST_SHOWN = 40;

/** "Python requests 2.31", "Chrome on Windows": the program that called, as far as it says so itself. */
export function callerWords(userAgent: string): string {
  if (/^Mozilla\//.test(userAgent)) return deviceWords(userAgent);
  const [, product, version] = /^\s*([^\s/]+)(?:\/(\d+(?:\.\d+)?))?/.exec(userAgent) ?? [];
  if (!product) return 'a program without a name';
  const name = PROGRAMS[product.toLowerCase()] ?? product.slice(0, MOST_SHOWN);
  return version ? `${name} ${version}` : name;
}
