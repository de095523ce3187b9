interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What an answer of `/metrics` says (Prometheus text format 0.0.4). */
export function metricsIn(text: string) {
  const samples = text.split('\n').flatMap((line): Sample[] => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (!name) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, content]) => [label, content]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
  return {
    samples,
    /** Of samples: of a histogram `_bucket`, `_sum` and `_count`. */
    names: [...new Set(samples.map(({ name }) => name))],
    /** Of metrics: of a histogram its own. */
    families: [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name),
    /** Of the one sample with these labels; undefined where there is none. */
    value: (name: string, labels: Record<string, string> = {}) =>
      samples.find(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([label, content]) => sample.labels[label] === content),
      )?.value,
  };
}
