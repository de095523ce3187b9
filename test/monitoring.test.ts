import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getTableOfContents } from 'fumadocs-core/content/toc';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertRules, metricsNamed, watchedExpressions } from '../e2e/harness/watched-expressions';

const root = resolve(import.meta.dirname, '..');
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

  it('tries every alert, by rules of which promtool finds out whether they come', () => {
    const { tests } = parse(readFileSync(join(root, 'ops/prometheus/alerts.test.yml'), 'utf8'));
    const tried = tests.flatMap(
      ({ alert_rule_test = [] }: { alert_rule_test?: { alertname: string; exp_alerts: unknown[] }[] }) =>
        alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
    );
    expect([...new Set(tried)].sort()).toEqual(
      alertRules(root)
        .map(({ alert }) => alert)
        .sort(),
    );
  });
});
