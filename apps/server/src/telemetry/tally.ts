/**
 * Counters and histograms that are counted into with every request. prom-client builds a text of all labels at each count, which
 * costs more than the counting; here a label leads to the next by a map, and the text is made when somebody asks for it.
 */
export interface Metric {
  /** Prometheus text format (exposition format 0.0.4), with a line feed at the end. */
  text(): string;
}

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

type Label = string | number;

export interface Tally extends Metric {
  /** One more under these labels, in the order of their names. */
  count(...labels: readonly Label[]): void;
}

export function makeTally(described: Described): Tally {
  const children = makeChildren(() => ({ count: 0 }));
  return {
    count(...labels) {
      children.at(labels).count += 1;
    },
    text: () =>
      linesOf(
        described,
        "counter",
        children.all().map(({ labels, child }) => sample(described, "", labels, [], child.count)),
      ),
  };
}

export interface Spread extends Metric {
  /** One value of this size under these labels, in the order of their names. */
  observe(value: number, ...labels: readonly Label[]): void;
}

/** `bounds`: upper bounds of the buckets, rising, each included. */
export function makeSpread(described: Described, bounds: readonly number[]): Spread {
  const children = makeChildren(() => ({ sum: 0, buckets: new Float64Array(bounds.length + 1) }));
  return {
    observe(value, ...labels) {
      const child = children.at(labels);
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
      child.buckets[bucket] = (child.buckets[bucket] ?? 0) + 1;
      child.sum += value;
    },
    text: () =>
      linesOf(
        described,
        "histogram",
        children.all().flatMap(({ labels, child: { sum, buckets } }) => {
          let upToHere = 0;
          const lines = Array.from(buckets, (count, index) => {
            upToHere += count;
            return sample(described, "_bucket", labels, [["le", bounds[index] ?? "+Inf"]], upToHere);
          });
          const end = [sample(described, "_sum", labels, [], sum), sample(described, "_count", labels, [], upToHere)];
          return [...lines, ...end];
        }),
      ),
  };
}

/** A map of maps, one label deep each. */
interface Branch<Child> {
  readonly branches: Map<Label, Branch<Child>>;
  child: Child | undefined;
}

interface Children<Child> {
  at(labels: readonly Label[]): Child;
  all(): { readonly labels: readonly Label[]; readonly child: Child }[];
}

function makeChildren<Child>(make: () => Child): Children<Child> {
  const newBranch = (): Branch<Child> => ({ branches: new Map(), child: undefined });
  const root = newBranch();
  return {
    at(labels) {
      let branch = root;
      for (const label of labels) {
        let next = branch.branches.get(label);
        if (next === undefined) {
          next = newBranch();
          branch.branches.set(label, next);
        }
        branch = next;
      }
      return (branch.child ??= make());
    },
    all() {
      const below = (branch: Branch<Child>, labels: readonly Label[]): ReturnType<Children<Child>["all"]> => [
        ...(branch.child === undefined ? [] : [{ labels, child: branch.child }]),
        ...[...branch.branches].flatMap(([label, next]) => below(next, [...labels, label])),
      ];
      return below(root, []);
    },
  };
}

function linesOf({ name, help }: Described, type: "counter" | "histogram", samples: readonly string[]): string {
  return `${[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples].join("\n")}\n`;
}

function sample(
  { name, labelNames }: Described,
  suffix: string,
  labels: readonly Label[],
  before: readonly (readonly [string, Label])[],
  value: number,
): string {
  const pairs = [...before, ...labelNames.map((labelName, index) => [labelName, labels[index] ?? ""] as const)];
  const inside = pairs.map(([labelName, label]) => `${labelName}="${escaped(String(label))}"`).join(",");
  return `${name}${suffix}${inside === "" ? "" : `{${inside}}`} ${value}`;
}

function escaped(label: string): string {
  return label.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}
