import type { SigningKeysView, SigningKeyView } from '../contract/portal';
import { leavesAt, rotationAt, signsFrom } from '../keys/rotation';
import { modulusBits, type StoredKey } from '../keys/stored-key';
import { readPublicKeys, readSigningKeys } from '../store/signing-keys';
import type { KeyMaker, SigningKeyServices } from './key-services';

const iso = (at: Date | number | null | undefined) => (at == null ? null : new Date(at).toISOString());

/** A key as people see it. */
const keyView = (key: StoredKey): SigningKeyView => ({
  kid: key.kid,
  state: key.state,
  size: modulusBits(key.publicJwk),
  created_at: key.createdAt.toISOString(),
  activated_at: iso(key.activatedAt),
  retiring_at: iso(key.retiringAt),
  retired_at: iso(key.retiredAt),
  revoked_at: iso(key.revokedAt),
  signs_from: key.state === 'next' ? iso(signsFrom(key)) : null,
  leaves_at: key.state === 'retiring' ? iso(leavesAt(key)) : null,
});

type KeysView = Omit<SigningKeysView, 'may_manage' | 'now'>;

const keysView = (keys: StoredKey[], { settings }: SigningKeyServices): KeysView => ({
  keys: keys.map(keyView),
  rotation_days: settings.signingKeys.rotationDays,
  next_rotation_at: iso(rotationAt(keys, settings.signingKeys.rotationDays)),
});

/** Newest first. */
export const viewKeys = async (services: SigningKeyServices): Promise<KeysView> =>
  keysView((await readPublicKeys(services.db)).toReversed(), services);

/** What an operator sees beside: under which key-encryption key each private half lies. */
export interface OperatorKeysView extends KeysView {
  keys: (SigningKeyView & { sealed_by: string | null })[];
  /** The id of the one that this process seals with. */
  key_encryption_key: string;
  now: string;
}

export async function viewKeysAsOperator(services: KeyMaker): Promise<OperatorKeysView> {
  const keys = (await readSigningKeys(services.db)).toReversed();
  return {
    ...keysView(keys, services),
    keys: keys.map((key) => ({ ...keyView(key), sealed_by: key.sealed?.by ?? null })),
    key_encryption_key: services.sealer.id,
    now: new Date(services.clock()).toISOString(),
  };
}
