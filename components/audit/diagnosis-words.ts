import { shortDuration } from '@/components/ui/duration';
import { SECRET_STATES, VERDICTS } from '@/lib/contract/diagnosis-terms';
import type { SecretDiagnosis } from '@/lib/contract/secret-diagnosis';
import type { Told } from './words';

/** What a row says of the secret that was presented; undefined for those that say nothing. */
export const diagnosisIn = ({ detail }: Pick<Told, 'detail'>): SecretDiagnosis | undefined =>
  isDiagnosis(detail.diagnosis) ? detail.diagnosis : undefined;

/** Rows are kept for years: one may say what is said no more. */
function isDiagnosis(said: unknown): said is SecretDiagnosis {
  if (typeof said !== 'object' || said === null) return false;
  const { verdict, matches, ...texts } = said as Record<string, unknown>;
  return (
    VERDICTS.some((known) => known === verdict) &&
    (matches === undefined || SECRET_STATES.some((known) => known === matches)) &&
    Object.values(texts).every((text) => typeof text === 'string')
  );
}

const DAY_MS = 86_400_000;

/** " 3 days before". @param at of the event, which is when the time is counted to */
function ended({ since }: SecretDiagnosis, at: string): string {
  const ms = since === undefined ? Number.NaN : Date.parse(at) - Date.parse(since);
  if (!(ms >= 1000)) return '';
  const days = Math.floor(ms / DAY_MS);
  return ` ${days > 1 ? `${days} days` : shortDuration(ms)} before`;
}

/** "the client’s current secret", "a secret of the client that was retired 3 days before". */
function secretWords(diagnosis: SecretDiagnosis, whose: string, at: string): string {
  switch (diagnosis.matches) {
    case 'current':
      return `${whose}’s current secret`;
    case 'old':
      return `${whose}’s old secret, which still works`;
    case 'retired':
      return `a secret of ${whose} that was retired${ended(diagnosis, at)}`;
    case 'cancelled':
      return `a secret of ${whose} whose rotation was cancelled${ended(diagnosis, at)}`;
    case 'expired':
      return `a secret of ${whose} that expired${ended(diagnosis, at)}`;
    default:
      return `a secret of ${whose}`;
  }
}

/** What it was, as a part of a sentence. */
export function diagnosisWords(diagnosis: SecretDiagnosis, at: string): string {
  switch (diagnosis.verdict) {
    case 'whitespace':
      return `${secretWords(diagnosis, 'the client', at)}, with a blank or line break in it`;
    case 'quotes':
      return `${secretWords(diagnosis, 'the client', at)}, with its quotes`;
    case 'percent_encoded':
      return `${secretWords(diagnosis, 'the client', at)}, percent-encoded once too often`;
    case 'another_clients':
      return secretWords(diagnosis, 'another client', at);
    case 'other_environment':
      return `a secret of another environment (${diagnosis.environment})`;
    case 'checksum':
      return 'a secret with a typo: its checksum does not hold';
    case 'truncated':
      return 'a part of a secret: it was cut off';
    case 'not_a_secret':
      return 'something that is no client secret';
    case 'unknown':
      return 'no secret that this tenant ever had';
    default:
      return secretWords(diagnosis, 'the client', at);
  }
}

/** Why a client was refused its token, as far as it was the secret. */
export function refusedSecretWords(event: Told): string | undefined {
  const diagnosis = diagnosisIn(event);
  return diagnosis && `it sent ${diagnosisWords(diagnosis, event.at)}`;
}

export const testedWords = (diagnosis: SecretDiagnosis | undefined, at: string): string =>
  diagnosis ? `it is ${diagnosisWords(diagnosis, at)}` : 'the verdict was not recorded';

/** What to do about it. */
export function diagnosisAdvice({ verdict, matches, expected_environment }: SecretDiagnosis): string {
  switch (verdict) {
    case 'current':
    case 'old':
      return 'The secret is right: look for the reason elsewhere.';
    case 'retired':
    case 'expired':
    case 'cancelled':
      return 'Whatever sent it still has a secret that has ended: give it the current one, or rotate if nobody has that any more.';
    case 'whitespace':
      return `Take away the blank or line break, such as a file’s last one${andThen(matches)}.`;
    case 'quotes':
      return `Take away the quotes: they came along from a .env or JSON file${andThen(matches)}.`;
    case 'percent_encoded':
      return `Send it as it is: it was encoded twice, by a library and by hand, say${andThen(matches)}.`;
    case 'another_clients':
      return 'Two clients’ settings were mixed up: send the secret that belongs to the client ID.';
    case 'other_environment':
      return `Here secrets begin with gcs_${expected_environment ?? '…'}_: use those made in this portal.`;
    case 'checksum':
      return 'Copy it again, whole and at once: a character is wrong, missing or there twice.';
    case 'truncated':
      return 'Copy it again: the end is missing, cut off by a field that is too short or a line break.';
    case 'not_a_secret':
      return 'Secrets begin with gcs_: an ID, a token or another system’s key was sent in its place.';
    case 'unknown':
      return 'It was made elsewhere, or has been gone for long: rotate to get a new one.';
  }
}

const andThen = (matches: SecretDiagnosis['matches']): string =>
  matches === 'current' || matches === 'old' ? '' : ', and use the current secret, since this one has ended';
