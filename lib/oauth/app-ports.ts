import type { Role } from '../contract/roles';
import type { AuditEvent } from './ports';

/** A registered web app, of an active tenant and not disabled itself. */
export interface AppRecord {
  id: string;
  tenantId: string;
  name: string;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  /** Whether people may use the MCP server through it. */
  mcpAccess: boolean;
}

/** A person who may be signed in now. */
export interface AppPerson {
  userId: string;
  tenantId: string;
  tenantName: string;
  email: string;
  role: Role;
  /** Milliseconds since the epoch: tokens issued before are ended; 0 for none. */
  notBefore: number;
  /** When that was, milliseconds since the epoch: codes made before are void; 0 for never. The mark is ahead of it. */
  endedAt: number;
}

/** What a person's sign-in gave an app: of a code, and of the session it is exchanged for. */
export interface AppGrant {
  appId: string;
  userId: string;
  /** The portal session it came from. */
  parentSid: string;
  scopes: string[];
  authenticatedAt: Date;
  /** RFC 8176. */
  amr: string[];
}

/** An authorization code as it is stored: its text is not. */
interface NewCode extends AppGrant {
  digest: Uint8Array;
  redirectUri: string;
  codeChallenge: string;
  nonce: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export interface CodeRecord extends NewCode {
  /** The session it was exchanged for; null as long as it is unused. */
  sid: string | null;
  /** Undefined when the person may not be signed in any more, or signed out of the portal since. */
  person: AppPerson | undefined;
}

/** A session at an app, and the refresh token it starts with. */
export interface NewAppSession extends AppGrant {
  sid: string;
  createdAt: Date;
  expiresAt: Date;
  endsAt: Date;
  /** Of the first refresh token, if there is to be one. */
  refreshDigest: Uint8Array | undefined;
}

interface RefreshRecord extends AppGrant {
  sid: string;
  endsAt: Date;
  used: boolean;
  /** Undefined when the session is over or the person may not be signed in any more. */
  person: AppPerson | undefined;
}

/** Every change happens with its audit rows in one transaction, or not at all. */
export interface AppStore {
  /** @returns undefined for a disabled app, and for one of a suspended tenant, as for an invented id */
  findApp(appId: string): Promise<AppRecord | undefined>;
  /** Whether an origin (RFC 6454) is that of a redirect URI of any usable app. */
  isAppOrigin(origin: string): Promise<boolean>;
  findPerson(tenantId: string, userId: string): Promise<AppPerson | undefined>;
  saveCode(code: NewCode): Promise<void>;
  findCode(digest: Uint8Array): Promise<CodeRecord | undefined>;
  /** @returns false when another call was faster, or something it rests on has ended: then nothing has changed */
  exchangeCode(digest: Uint8Array, session: NewAppSession, events: readonly AuditEvent[]): Promise<boolean>;
  findRefreshToken(digest: Uint8Array): Promise<RefreshRecord | undefined>;
  /** @param expiresAt of the session from then on. @returns as `exchangeCode` */
  rotateRefreshToken(
    used: { digest: Uint8Array; sid: string },
    next: { digest: Uint8Array; at: Date; expiresAt: Date },
    event: AuditEvent,
  ): Promise<boolean>;
  /** Ends a session at an app, with all its tokens. The row is written only if there was one. */
  endAppSession(sid: string, event: AuditEvent): Promise<void>;
  /**
   * Signs a person out of an app, of the portal session `portalSid`, and of all other apps that came from that one.
   * Sessions of anybody else are left alone. The row is written only if there was any.
   */
  signOut(person: { userId: string; sid: string; portalSid?: string }, event: AuditEvent): Promise<void>;
}
