import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getTableOfContents } from 'fumadocs-core/content/toc';
import { describe, expect, it } from 'vitest';
import { alertRules, metricsNamed, watchedExpressions } from '../e2e/harness/watched-expressions';

const root = resolve(import.meta.dirname, '..');
const rulesFolder = join(root, 'ops/prometheus');
const guide = readFileSync(join(root, 'docs/guide/monitoring.md'), 'utf8');

describe('what is watched', () => {
  it.each(watchedExpressions(root))('$name is PromQL, and asks for something', ({ expression }) => {
    expect(metricsNamed(expression).length).toBeGreaterThan(0);
  });

  it('asks for nothing that the guide does not explain', () => {
    for (const name of new Set(
      watchedExpressions(root).flatMap(({ expression }) => metricsNamed(expression)),
    ))
      expect(guide, name).toContain(`\`${name.replace(/_(bucket|count|sum)$/, '')}\``);
  });

  it('has a part of the guide for every alert, where it says what to do', () => {
    const parts = getTableOfContents(guide).map(({ url }) => url);
    const rules = alertRules(root);
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      const [page, part] = annotations.runbook_url.split('#');
      expect(page, alert).toBe('https://auth.example.com/docs/monitoring');
      expect(parts, alert).toContain(`#${part}`);
      expect(guide, alert).toContain(`\`${alert}\``);
      expect(['critical', 'warning', 'info'], alert).toContain(labels.severity);
    }
  });
});

const promtool = spawnSync('promtool', ['--version']).status === 0;
if (!promtool)
  process.stdout.write(
    'promtool (Debian: prometheus) is not on PATH: the alert rules are only parsed, not tried.\n',
  );

describe.skipIf(!promtool)('by promtool', () => {
  it('the rules are good, and each alert of their tests comes when it is to, and not before', {
    timeout: 60_000,
  }, () => {
    for (const words of [
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts.test.yml'],
    ])
      expect(execFileSync('promtool', words, { cwd: rulesFolder, encoding: 'utf8' })).toContain('SUCCESS');
  });
});
