/** What a first start prints, read as a newcomer reads it. */
export interface Welcome {
  email: string;
  password: string;
  curl: string;
  client_id: string;
  client_secret: string;
}

/** @returns undefined when there are no credentials in it */
export function readWelcome(printed: string): Welcome | undefined {
  const email = /^\s*Email\s+(\S+)$/m.exec(printed)?.[1];
  const password = /^\s*Password\s+(\S+)$/m.exec(printed)?.[1];
  const curl = /^\s*(curl .+)$/m.exec(printed)?.[1];
  const body = /-d '(.+)'$/.exec(curl ?? '')?.[1];
  if (!email || !password || !curl || !body) return undefined;
  const { client_id, client_secret } = JSON.parse(body);
  return { email, password, curl, client_id, client_secret };
}
