import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import type { AppView } from '@/lib/contract/apps';
import { environmentText, openidClientText } from './connect-text';

/** Ready to paste, with this app's own values. */
export function ConnectAppCard({ app, issuer }: { app: AppView; issuer: string }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Connect the app</CardTitle>
        <CardDescription>
          Any OpenID Connect library works: authorization code with PKCE (S256), and no client secret.
          Everything else is found at the issuer.
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <CodeBlock label=".env" code={environmentText(app, issuer)} wrap />
        <CodeBlock label="Node.js (openid-client)" code={openidClientText(issuer)} />
      </CardContent>
    </Card>
  );
}
