import type { HTTPSnippet } from '@readme/httpsnippet';

/** A language that samples are written in. */
export interface SampleLanguage {
  /** As readers know it, and as their choice is remembered. */
  label: string;
  /** As a code fence of Markdown names it. */
  lang: string;
  /** Which generator of the library writes it. */
  target: Parameters<HTTPSnippet['convert']>;
  /** Reads a variable of the environment. */
  variable(name: string): string;
  /** Puts two texts together. */
  joins: string;
  /** Makes a program of what was generated, where something is missing for that. */
  complete?(generated: string): string;
  /** In `docs/samples`: a token that is kept and renewed. */
  kept?: string;
}

/** So that `java Sample.java` runs it. */
const javaProgram = (statements: string): string => `import java.net.URI;
import java.net.http.*;

public class Sample {
    public static void main(String[] args) throws Exception {
${statements.replace(/^(?=.)/gm, '        ')}
    }
}`;

/** In the order of the tabs. curl is for trying out, and keeps nothing. */
export const LANGUAGES: readonly SampleLanguage[] = [
  { label: 'curl', lang: 'bash', target: ['shell', 'curl'], variable: (name) => `"$${name}"`, joins: '' },
  {
    label: 'Python',
    lang: 'python',
    target: ['python', 'requests'],
    variable: (name) => `os.environ["${name}"]`,
    joins: ' + ',
    complete: (code) => (code.includes('os.environ') ? `import os\n\n${code}` : code),
    kept: 'kept_token.py',
  },
  {
    label: 'JavaScript',
    lang: 'javascript',
    target: ['javascript', 'fetch'],
    variable: (name) => `process.env.${name}`,
    joins: ' + ',
    kept: 'kept-token.mjs',
  },
  {
    label: 'Go',
    lang: 'go',
    target: ['go', 'native'],
    variable: (name) => `os.Getenv("${name}")`,
    joins: ' + ',
    complete: (code) => (code.includes('os.Getenv') ? code.replace('import (\n', '$&\t"os"\n') : code),
    kept: 'kept_token.go',
  },
  {
    label: 'Ruby',
    lang: 'ruby',
    target: ['ruby', 'native'],
    variable: (name) => `ENV.fetch('${name}')`,
    joins: ' + ',
    // The service of one's own machine has no https.
    complete: (code) => code.replace('use_ssl = true', "use_ssl = url.scheme == 'https'"),
    kept: 'kept_token.rb',
  },
  {
    label: 'Java',
    lang: 'java',
    target: ['java', 'nethttp'],
    variable: (name) => `System.getenv("${name}")`,
    joins: ' + ',
    complete: javaProgram,
    kept: 'KeptToken.java',
  },
  {
    label: 'PHP',
    lang: 'php',
    target: ['php', 'curl'],
    variable: (name) => `getenv('${name}')`,
    joins: ' . ',
    kept: 'kept_token.php',
  },
  {
    label: 'C#',
    lang: 'csharp',
    target: ['csharp', 'httpclient'],
    variable: (name) => `Environment.GetEnvironmentVariable("${name}")`,
    joins: ' + ',
    kept: 'KeptToken.cs',
  },
  {
    label: 'Swift',
    lang: 'swift',
    target: ['swift', 'urlsession'],
    variable: (name) => `ProcessInfo.processInfo.environment["${name}"]!`,
    joins: ' + ',
    kept: 'KeptToken.swift',
  },
];
