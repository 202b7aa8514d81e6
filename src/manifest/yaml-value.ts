import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, Scalar, YAMLMap } from 'yaml';
import { isJsonObject, setField } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { isInteger, keyText, resolvePlain, resolveTagged } from './yaml-dialect.ts';
import type { Dialect } from './yaml-dialect.ts';
import { doubtAt, trapAt } from './yaml-traps.ts';

// Anchors that refer to each other can make a few lines expand to gigabytes.
const MAX_EXPANDED = 10_000_000;
/** What a value weighs beside its text, in characters. */
const NODE_WEIGHT = 16;

const MERGE = 'tag:yaml.org,2002:merge';
const FLOAT = 'tag:yaml.org,2002:float';

/**
 * Takes what is wrong, and where: an offset in the text. Reading goes on after it.
 * @param code {@link DOUBTFUL}, or nothing for what is no YAML of a manifest
 */
export type OnProblem = (offset: number, message: string, code?: typeof DOUBTFUL) => void;

/** What kustomize reads, but not as what it looks like. */
export const DOUBTFUL = 'yaml-doubtful';

type Anchored = { node: Node; value: Json; weight: number; isDone: boolean };

/**
 * The value of a document whose scalars are text, by the rules of go-yaml v2's decode.go and
 * sigs.k8s.io/yaml: what scalars stand for, keys as text, merge keys, aliases. Where these readers
 * disagree among each other or lose something, it is a problem instead.
 */
export function documentValue(
  text: string,
  { contents }: Document.Parsed,
  onProblem: OnProblem,
  dialect: Dialect = 'kubectl',
): Json {
  const anchors = new Map<string, Anchored>();
  let weight = 0;
  let expanded = 0;

  /** @param at what stands there where the value itself does not */
  function valueOf(node: unknown, inFlow: boolean, at = node): Json {
    const doubt = dialect === 'kustomize' ? doubtAt(node, inFlow) : undefined;
    if (doubt !== undefined) onProblem(offsetOf(node ?? at), doubt, DOUBTFUL);
    if (isAlias(node)) return aliased(node.source, node)?.value ?? null;
    // In `{a}` there is no node for the value.
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    const before = weight;
    weight += NODE_WEIGHT;
    const anchored: Anchored = { node, value: null, weight: 0, isDone: false };
    if (node.anchor !== undefined) anchors.set(node.anchor, anchored);
    anchored.value = isScalar(node)
      ? scalar(node, inFlow)
      : isMap(node)
        ? mapping(node)
        : node.items.map((item) => valueOf(item, node.flow === true));
    anchored.weight = weight - before;
    anchored.isDone = true;
    return anchored.value;
  }

  function aliased(name: string, at: Node): Anchored | undefined {
    const found = anchors.get(name);
    if (found?.isDone !== true) {
      const message = found ? 'stands inside of what it refers to' : 'refers to nothing before it';
      onProblem(offsetOf(at), `the alias *${name} ${message}`);
      return undefined;
    }
    weight += found.weight;
    const already = expanded;
    expanded += found.weight;
    if (expanded <= MAX_EXPANDED) return found;
    if (already <= MAX_EXPANDED) onProblem(offsetOf(at), 'the aliases expand to too much');
    return undefined;
  }

  function scalar(node: Scalar, inFlow: boolean): Json {
    const value = resolved(node, inFlow);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      onProblem(offsetOf(node), `${node.source} cannot be written as JSON`);
    } else if (typeof value === 'string') {
      weight += value.length;
      if (!value.isWellFormed()) {
        onProblem(offsetOf(node), 'has one half of a surrogate pair without the other');
      }
    }
    return value;
  }

  function resolved(node: Scalar, inFlow: boolean): ReturnType<typeof resolvePlain> {
    const trap = trapAt(text, node, inFlow);
    if (trap !== undefined) onProblem(offsetOf(node), trap);
    const source = sourceOf(node);
    if (node.tag === undefined) {
      return node.type === 'PLAIN' ? resolvePlain(source, dialect) : source;
    }
    const value = resolveTagged(node.tag, source);
    if (value === undefined) onProblem(offsetOf(node), 'what stands here does not fit its tag');
    return value ?? null;
  }

  function mapping({ items, flow }: YAMLMap): JsonObject {
    const object: JsonObject = {};
    const inFlow = flow === true;
    let merged: Set<string> | undefined;
    for (const { key, value } of items) {
      if (isMergeKey(key)) {
        if (merged !== undefined) onProblem(offsetOf(key), 'map keys must be unique: <<');
        merged = merge(value, object);
        continue;
      }
      const name = nameOf(key, inFlow);
      const inner = valueOf(value, inFlow, key);
      if (name === undefined) continue;
      // What a merge brought gives way to the map's own.
      if (Object.hasOwn(object, name) && merged?.delete(name) !== true) {
        onProblem(offsetOf(key), `map keys must be unique: ${name}`);
      }
      setField(object, name, inner);
    }
    return object;
  }

  function nameOf(key: unknown, inFlow: boolean): string | undefined {
    // For its anchor: others may refer to a key.
    if (isScalar(key) && key.anchor !== undefined) valueOf(key, inFlow);
    const node = isAlias(key) ? aliased(key.source, key)?.node : key;
    const value = isScalar(node) ? resolved(node, inFlow) : undefined;
    const name =
      isScalar(node) && value !== undefined ? keyText(value, () => isFloat(node)) : undefined;
    if (dialect === 'kustomize' && typeof value !== 'string') {
      onProblem(offsetOf(key), 'kustomize takes only text for a key: put it in quotes');
      return undefined;
    }
    if (name?.isWellFormed() !== true) {
      onProblem(offsetOf(key), 'a map key must be text, a number or a boolean');
      return undefined;
    }
    weight += name.length;
    return name;
  }

  /** Adds what `<<` stands for; returns its keys. */
  function merge(source: unknown, object: JsonObject): Set<string> {
    const merged = new Set<string>();
    for (const node of isSeq(source) ? source.items : [source]) {
      const value = valueOf(node, false);
      const target = isAlias(node) ? anchors.get(node.source)?.node : node;
      if (!isMap(target)) {
        onProblem(offsetOf(source), '<< takes a map, an alias of one, or a list of these');
      }
      for (const [name, inner] of isJsonObject(value) ? Object.entries(value) : []) {
        if (merged.has(name)) continue;
        if (Object.hasOwn(object, name)) {
          // kubectl takes the merged one, kustomize the map's own.
          onProblem(offsetOf(source), `<< must come before ${name}, which it has too`);
        }
        merged.add(name);
        setField(object, name, inner);
      }
    }
    return merged;
  }
  return valueOf(contents, false);
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || key.source !== '<<') return false;
  return key.tag === undefined ? key.type === 'PLAIN' : key.tag === MERGE;
}

function isFloat(node: Scalar): boolean {
  return node.tag === FLOAT || !isInteger(sourceOf(node));
}

function sourceOf(node: Scalar): string {
  return node.source ?? '';
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
