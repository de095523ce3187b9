import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import type { SigningKeyView } from '@/lib/contract/portal';
import { KeyRow } from './key-row';
import type { KEY_STATES } from './key-states';

export function StateCard({
  words: { title, meaning, none },
  keys,
  mayManage,
}: {
  words: (typeof KEY_STATES)[number];
  keys: SigningKeyView[];
  mayManage: boolean;
}) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription>{meaning}</CardDescription>
      </CardHeader>
      <CardContent>
        {keys.length === 0 ? (
          <p className="text-sm">{none}</p>
        ) : (
          <ul aria-label={`Keys: ${title}`} className="divide-y rounded-md border">
            {keys.map((key) => (
              <KeyRow key={key.kid} signingKey={key} mayManage={mayManage} />
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}
