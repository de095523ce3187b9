import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

interface Watched {
  /** Such as `alert GooclaimSlow` or `panel Under way`. */
  name: string;
  expression: string;
}

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}

export const alertRules = (checkout: string): Rule[] =>
  parse(readFileSync(join(checkout, 'ops/prometheus/alerts.yml'), 'utf8')).groups.flatMap(
    ({ rules }: { rules: Rule[] }) => rules,
  );

/** Everything that the alert rules and the dashboards ask Prometheus for, with Grafana's variables filled in. */
export function watchedExpressions(checkout: string): Watched[] {
  const folder = join(checkout, 'ops/grafana');
  const panels = readdirSync(folder).flatMap((file) => {
    const { panels, annotations } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return [
      // biome-ignore lint/suspicious/noExplicitAny: a document of a foreign format
      ...panels.flatMap(({ title, targets = [] }: any) =>
        targets.map(({ expr }: { expr: string }) => ({ name: `panel ${title}`, expression: filledIn(expr) })),
      ),
      ...annotations.list.map(({ name, expr }: { name: string; expr: string }) => ({
        name: `annotation ${name}`,
        expression: filledIn(expr),
      })),
    ];
  });
  const alerts = alertRules(checkout).map(({ alert, expr }) => ({
    name: `alert ${alert}`,
    expression: expr,
  }));
  return [...alerts, ...panels];
}

const filledIn = (expression: string) =>
  expression.replaceAll('$__rate_interval', '5m').replace(/\$\w+/g, '.+');

/** @throws Error where it is no PromQL */
export function metricsNamed(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`No PromQL at ${from}: ${expression}`);
      if (type.name === 'Identifier') names.push(expression.slice(from, to));
    },
  });
  return names;
}
