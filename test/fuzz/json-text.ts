/** JSON as text, so that it can hold what no value can: a key twice, `__proto__` as a key, numbers beyond all range. */
import fc from 'fast-check';
import { HOSTILE_NUMBERS, hostileKey, hostileText } from './hostile.ts';

export type JsonTree =
  | { kind: 'raw'; text: string }
  | { kind: 'list'; items: readonly JsonTree[] }
  | { kind: 'object'; members: readonly (readonly [key: string, value: JsonTree])[] };

/** Any JSON with keys of the given kind, up to a few levels deep. */
export function jsonTree(
  key: fc.Arbitrary<string>,
  leaf: fc.Arbitrary<JsonTree> = hostileLeaf,
): fc.Arbitrary<JsonTree> {
  const { tree } = fc.letrec<{ tree: JsonTree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }).map((items): JsonTree => ({ kind: 'list', items })),
      fc.array(fc.tuple(key, tie('tree')), { maxLength: 5 }).map((members): JsonTree => ({ kind: 'object', members })),
    ),
  }));
  return tree;
}

export const hostileLeaf: fc.Arbitrary<JsonTree> = fc
  .oneof(
    fc.constantFrom(...HOSTILE_NUMBERS, 'true', 'false', 'null', '[]', '{}', '[[]]'),
    fc.double().map((value) => (Number.isFinite(value) ? String(value) : '1e999')),
    hostileText.map((text) => JSON.stringify(text)),
  )
  .map((text) => ({ kind: 'raw', text }));

export const anyHostileJson: fc.Arbitrary<JsonTree> = jsonTree(hostileKey);

export function printJson(tree: JsonTree): string {
  switch (tree.kind) {
    case 'raw':
      return tree.text;
    case 'list':
      return `[${tree.items.map(printJson).join(', ')}]`;
    case 'object':
      return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}: ${printJson(value)}`).join(',\n')}}`;
  }
}

export function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'raw', text: JSON.stringify(value) };
  return { kind: 'object', members: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)] as const) };
}

/** One change of a tree at the node that comes `at`-th, counted through all of them again and again. */
export interface TreeChange {
  at: number;
  kind: 'replace' | 'remove' | 'double' | 'rename' | 'add';
  key: string;
  value: JsonTree;
}

/** Changes of a tree with keys and values that could stand in it, or could not. */
export function treeChanges(key: fc.Arbitrary<string>, value: fc.Arbitrary<JsonTree>): fc.Arbitrary<TreeChange[]> {
  const kind = fc.constantFrom(
    'replace' as const,
    'remove' as const,
    'double' as const,
    'rename' as const,
    'add' as const,
  );
  return fc.array(fc.record({ at: fc.nat({ max: 10_000 }), kind, key, value }), { minLength: 1, maxLength: 4 });
}

export function changed(tree: JsonTree, changes: readonly TreeChange[]): JsonTree {
  return changes.reduce((current, change) => {
    const counter = { left: change.at % sizeOf(current) };
    return changeAt(current, change, counter)[0] ?? current;
  }, tree);
}

function sizeOf(tree: JsonTree): number {
  switch (tree.kind) {
    case 'raw':
      return 1;
    case 'list':
      return tree.items.reduce((sum, item) => sum + sizeOf(item), 1);
    case 'object':
      return tree.members.reduce((sum, [, value]) => sum + sizeOf(value), 1);
  }
}

/** What stands in the place of a node afterwards: none, one or two. */
function changeAt(tree: JsonTree, change: TreeChange, counter: { left: number }): JsonTree[] {
  if (counter.left-- === 0) return changedNode(tree, change);
  if (tree.kind === 'list') {
    return [{ kind: 'list', items: tree.items.flatMap((item) => changeAt(item, change, counter)) }];
  }
  if (tree.kind === 'raw') return [tree];
  const members = tree.members.flatMap(([key, value]) => {
    const isTarget = counter.left === 0;
    const name = isTarget && change.kind === 'rename' ? change.key : key;
    return changeAt(value, change, counter).map((inner) => [name, inner] as const);
  });
  return [{ kind: 'object', members }];
}

function changedNode(tree: JsonTree, { kind, key, value }: TreeChange): JsonTree[] {
  switch (kind) {
    case 'replace':
      return [value];
    case 'remove':
      return [];
    case 'double':
      return [tree, tree];
    case 'rename':
      return [tree];
    case 'add':
      if (tree.kind === 'list') return [{ kind: 'list', items: [...tree.items, value] }];
      if (tree.kind === 'object') return [{ kind: 'object', members: [...tree.members, [key, value]] }];
      return [value];
  }
}
