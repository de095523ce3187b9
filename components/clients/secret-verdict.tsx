import { diagnosisAdvice, diagnosisWords } from '@/components/audit/diagnosis-words';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { TextLink } from '@/components/ui/text-link';
import type { SecretDiagnosis, SecretTest } from '@/lib/contract/secret-diagnosis';

const GOOD: ReadonlySet<SecretDiagnosis['verdict']> = new Set(['current', 'old']);

/** What a tested secret is, and what to do. */
export function SecretVerdict({
  result: { diagnosis, client, now },
  of,
}: {
  result: SecretTest;
  /** The client it was tested for; undefined where the question was whose it is. */
  of: string | undefined;
}) {
  const good = GOOD.has(diagnosis.verdict);
  const words = diagnosisWords(diagnosis, now).replace(/ before\b/, ' ago');
  const elsewhere = client && client.client_id !== of ? client : null;
  return (
    <Alert variant={good && of !== undefined ? 'ok' : 'soon'} role="status">
      <AlertTitle>It is {elsewhere ? named(words, elsewhere.name) : words}.</AlertTitle>
      <AlertDescription>
        {of === undefined && good
          ? 'Whoever reads it can get tokens: rotate it.'
          : diagnosisAdvice(diagnosis)}{' '}
        {elsewhere ? (
          <TextLink
            href={`/clients/${encodeURIComponent(elsewhere.client_id)}?tab=secrets`}
            className="text-current underline"
          >
            Open its secrets
          </TextLink>
        ) : null}
      </AlertDescription>
    </Alert>
  );
}

/** By replacer functions: what is in a name is no pattern. */
const named = (words: string, name: string): string =>
  words
    .replace(
      /\b(?:the|another) client’s (current|old) secret/,
      (_, state) => `the ${state} secret of “${name}”`,
    )
    .replace(/\b(?:the|another) client\b/, () => `“${name}”`);
