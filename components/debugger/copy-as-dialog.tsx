'use client';

import { CodeXml } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { SwitchField } from '@/components/ui/switch-field';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { goProgram, introspectionCurl, joseProgram, pyjwtProgram, verifierSettings } from './copy-as';
import type { TokenParts } from './read-parts';

const PROGRAMS = [
  { value: 'typescript', label: 'TypeScript', library: 'jose', program: joseProgram },
  { value: 'python', label: 'Python', library: 'PyJWT', program: pyjwtProgram },
  { value: 'go', label: 'Go', library: 'golang-jwt', program: goProgram },
];

type Props = {
  parts: TokenParts;
  /** Undefined for one that was shared without its signature. */
  token: string | undefined;
  issuer: string;
};

export function CopyAsDialog(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
        <CodeXml aria-hidden />
        Copy as…
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent className="sm:max-w-2xl">
          <DialogHeader>
            <DialogTitle>Copy as</DialogTitle>
            <DialogDescription>
              Ask this service about the token, or verify it in a program of your own.
            </DialogDescription>
          </DialogHeader>
          <CopyAs {...props} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function CopyAs({ parts, token, issuer }: Props) {
  const [whole, setWhole] = useState(false);
  const settings = verifierSettings(parts, issuer);
  const foreign = parts.payload.iss !== undefined && parts.payload.iss !== issuer;
  return (
    <DialogBody>
      <Tabs defaultValue="curl">
        <TabsList>
          <TabsTrigger value="curl">curl</TabsTrigger>
          {PROGRAMS.map(({ value, label }) => (
            <TabsTrigger key={value} value={value}>
              {label}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="curl" className="flex flex-col gap-4">
          <CodeBlock label="curl" code={introspectionCurl(parts, issuer, whole ? token : undefined)} wrap />
          {token === undefined ? null : (
            <SwitchField
              label="Put the token itself in"
              hint="Whoever reads the command can then use the token. Without it, the command reads it from the variable TOKEN."
              checked={whole}
              onChange={setWhole}
            />
          )}
        </TabsContent>
        {PROGRAMS.map(({ value, library, program }) => (
          <TabsContent key={value} value={value} className="flex flex-col gap-3">
            <CodeBlock label={library} code={program(settings)} />
            <p className="text-muted-foreground text-xs">
              It reads the token from the variable TOKEN. The issuer, the algorithm and the address of the
              keys are this service’s own and never taken from a token.{' '}
              {foreign ? 'This token names another issuer, and is refused. ' : null}A program alone does not
              see that a token was revoked or its client disabled: introspection does.
            </p>
          </TabsContent>
        ))}
      </Tabs>
    </DialogBody>
  );
}
