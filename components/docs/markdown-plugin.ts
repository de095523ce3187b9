/** As much of a Markdown tree (mdast) as is looked at here. */
interface MarkdownNode {
  type: string;
  value?: string;
  lang?: string | null;
  meta?: string | null;
  data?: { hName?: string; hProperties?: Record<string, string> };
  children?: MarkdownNode[];
}

/** Code to copy. */
export interface CodeSample {
  /** Names it among the samples of its page. */
  label: string;
  /** The language, of one of several that stand for each other. */
  tab?: string;
  code: string;
}

const wordsOf = (node: MarkdownNode): string => node.value ?? (node.children ?? []).map(wordsOf).join('');

const attribute = (meta: string | null | undefined, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(meta ?? '')?.[1];

function sampleOf({ value = '', lang, meta }: MarkdownNode): CodeSample {
  const title = attribute(meta, 'title') ?? lang ?? 'Sample';
  const tab = attribute(meta, 'tab');
  return { label: tab ? `${title} (${tab})` : title, tab, code: value };
}

const drawn = (name: string, properties: Record<string, string>): MarkdownNode => ({
  type: name,
  data: { hName: name, hProperties: properties },
  children: [],
});

/** The first cell of a row names it; the part it is in and its head name the region it scrolls in. */
function describeTable(table: MarkdownNode, part: string) {
  const [head, ...rows] = table.children ?? [];
  table.data = { hProperties: { label: [part, ...(head?.children ?? []).map(wordsOf)].join(', ') } };
  for (const { children: [first] = [] } of rows)
    if (first) first.data = { hName: 'th', hProperties: { scope: 'row' } };
}

/** Code becomes samples, and those in several languages that follow each other one set of tabs. */
export const docsMarkdown = () => describe;

function describe(parent: MarkdownNode): void {
  if (!parent.children) return;
  const children: MarkdownNode[] = [];
  let tabs: CodeSample[] = [];
  let part = 'Table';
  const endTabs = () => {
    if (tabs.length > 0) children.push(drawn('sample-tabs', { samples: JSON.stringify(tabs) }));
    tabs = [];
  };
  for (const node of parent.children) {
    if (node.type === 'code' && node.lang === 'try') {
      endTabs();
      children.push(drawn('try-it', { operation: node.value ?? '' }));
      continue;
    }
    const sample = node.type === 'code' ? sampleOf(node) : undefined;
    if (sample?.tab) {
      tabs.push(sample);
      continue;
    }
    endTabs();
    if (node.type === 'heading') part = wordsOf(node);
    if (node.type === 'table') describeTable(node, part);
    else describe(node);
    children.push(sample ? drawn('sample', { label: sample.label, code: sample.code }) : node);
  }
  endTabs();
  parent.children = children;
}
