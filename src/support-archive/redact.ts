import { isJsonObject, setField } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { groupOf } from '../manifest/object.ts';
import { MASK } from './mask-assignments.ts';
import { maskLines, maskText } from './mask-text.ts';
import { isPlainSetting, saysSecret } from './secret-names.ts';

/*
 * The one way of objects into the archive. What is expected to hold secrets is left out by its place; what is left is
 * looked through by names, then by the forms of secrets.
 */

/** What never comes along: others' copies of the object, and what nobody needs. */
const DROPPED = new Set(['managedFields', 'kubectl.kubernetes.io/last-applied-configuration']);

/** Certificates are no secrets, but large: of them the size is told. */
const SIZE_ONLY = new Set(['caBundle', 'certificate', 'caCertificate', 'destinationCACertificate']);

/** Lists of names with values that may be anything: variables, headers of probes, headers that a route sets. */
const LISTS_OF_VALUES = new Set(['env', 'httpHeaders', 'set', 'add']);

const LARGEST_TEXT = 256 * 1024;

/** Maps of free text, by the names of their keys: values of volumes' drivers, of Secrets in other objects. */
const MAPS_OF_SECRETS = new Set(['volumeAttributes', 'stringData']);
/** And these, of ConfigMaps and Secrets. */
const DATA = new Set(['data', 'binaryData']);

/** Below a field whose name says "secret", these say which one; other texts and numbers there are masked. */
const REFERENCE_FIELDS = new Set([
  'apiGroup',
  'apiVersion',
  'fieldPath',
  'group',
  'kind',
  'mountPath',
  'name',
  'namespace',
  'path',
  'secretName',
  'type',
  'uid',
]);

/**
 * Annotations of these domains, and those below them, have values by which something is configured or told. Of all
 * others only the size is told: anybody can put anything into one.
 */
const KNOWN_DOMAINS = [
  'kubernetes.io',
  'k8s.io',
  'openshift.io',
  'operatorframework.io',
  'microshift.io',
];

/**
 * An object of the API server without what may be secret: see docs/status.md for what is left out of which place.
 * @throws {TypeError} for a Secret, which nothing may even ask for
 */
export function redactObject(object: JsonObject): JsonObject {
  const { apiVersion, kind } = object;
  const group = typeof apiVersion === 'string' ? groupOf(apiVersion) : '';
  if (group === '' && kind === 'Secret') throw new TypeError('a Secret has no place in an archive');
  return redactFields(object, 'open');
}

/** The same of any other JSON, such as a report. */
export function redactJson(value: Json): Json {
  return redact(value, 'open');
}

/** Whether something above has a name that says "secret". */
type Under = 'open' | 'secret';

function redact(value: Json, under: Under): Json {
  if (typeof value === 'string') return under === 'secret' ? masked(value) : shownText(value);
  if (Array.isArray(value)) {
    if (under === 'open' && isTexts(value)) return maskLines(value);
    return value.map((item) => redact(item, under));
  }
  if (!isJsonObject(value)) return value;
  return redactFields(value, under);
}

function redactFields(object: JsonObject, under: Under): JsonObject {
  const redacted: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    if (DROPPED.has(name)) continue;
    setField(redacted, maskText(name), redactField(object, name, value, under));
  }
  return redacted;
}

function redactField(object: JsonObject, name: string, value: Json, under: Under): Json {
  if (SIZE_ONLY.has(name) && typeof value === 'string') return sizeOf(value);
  if (MAPS_OF_SECRETS.has(name) || (DATA.has(name) && isDataHolder(object))) {
    return sizes(value);
  }
  if (name === 'annotations' && isJsonObject(value)) return redactAnnotations(value);
  if (LISTS_OF_VALUES.has(name) && Array.isArray(value) && value.every(isJsonObject)) {
    return value.map(redactVariable);
  }
  if (name === 'env' && isJsonObject(value)) return redactVariables(value);
  if (/args$|^command$|^env$/i.test(name) && Array.isArray(value) && isTexts(value)) {
    return redactWords(value, name === 'command');
  }
  if (name === 'flexVolume' && isJsonObject(value) && value.options !== undefined) {
    return { ...redactFields(value, under), options: sizes(value.options) };
  }
  // The private key of an OpenShift Route.
  if (name === 'tls' && isJsonObject(value) && typeof value.key === 'string') {
    return { ...redactFields(value, under), key: masked(value.key) };
  }
  // What names something in one field and has its value in another, such as headers.
  const isValueOfSecret =
    name === 'value' &&
    [object.name, object.key].some((named) => typeof named === 'string' && saysSecret(named));
  if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) {
    const isBelowSecret =
      under === 'secret' && !isReference(object, name) && saysSecret(`secret-${name}`);
    return isValueOfSecret || isBelowSecret || saysSecret(name)
      ? maskedAll(value)
      : redact(value, 'open');
  }
  return redact(value, isValueOfSecret || saysSecret(name, 'fields') ? 'secret' : under);
}

/** A ConfigMap, or a Secret that another object holds. */
function isDataHolder({ apiVersion, kind }: JsonObject): boolean {
  return apiVersion === 'v1' && (kind === 'ConfigMap' || kind === 'Secret');
}

/** A key beside a name, or beside the path of a file, is that of a value; alone it may be the secret. */
function isReference(object: JsonObject, name: string): boolean {
  if (name === 'key') return ['name', 'secretName', 'path'].some((field) => field in object);
  return REFERENCE_FIELDS.has(name);
}

function redactAnnotations(annotations: JsonObject): JsonObject {
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(annotations)) {
    if (DROPPED.has(name)) continue;
    const [domain = ''] = name.split('/', 1);
    // A snippet is a piece of a server's configuration, which may set any header.
    const isKnown =
      !name.endsWith('snippet') &&
      KNOWN_DOMAINS.some((known) => domain === known || domain.endsWith(`.${known}`));
    const shown = typeof value === 'string' && isKnown ? maskText(value) : sizeOf(value);
    setField(left, maskText(name), isKnown && saysSecret(name) ? maskedAll(value) : shown);
  }
  return left;
}

/** Variables as a map, such as the values of charts have them. */
function redactVariables(values: JsonObject): JsonObject {
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    const isPlain = typeof value === 'string' && isPlainSetting(name, value);
    const shown = isScalar(value) ? maskedAll(value) : redact(value, 'open');
    setField(left, maskText(name), isPlain ? value : shown);
  }
  return left;
}

/** A variable's, or header's, value is masked where it is a literal; where it comes from is told. */
function redactVariable(variable: JsonObject): Json {
  const { name, value, ...rest } = variable;
  const left = redactFields(rest, 'open');
  if (name !== undefined) setField(left, 'name', redact(name, 'open'));
  if (value === undefined) return left;
  const isPlain =
    typeof name === 'string' && typeof value === 'string' && isPlainSetting(name, value);
  return { ...left, value: isPlain ? value : maskedAll(value) };
}

/**
 * The words of a command line: flags' names, and values that can be no secret. The first word of a command is the
 * program's name.
 */
function redactWords(words: readonly string[], hasProgram: boolean): string[] {
  return words.map((word, index) => {
    if (hasProgram && index === 0 && /^[\w./-]{1,100}$/.test(word)) return maskText(word);
    const [, flag, equals = '', value = ''] =
      /^(--[A-Za-z][\w.-]*|-[A-Za-z])(?:(=)([^]*))?$/.exec(word) ?? [];
    if (flag === undefined)
      return isPlainSetting(words[index - 1] ?? '', word) ? word : masked(word);
    const shown = equals === '' || isPlainSetting(flag, value) ? value : masked(value);
    return `${maskText(flag)}${equals}${shown}`;
  });
}

function sizes(values: Json): Json {
  if (!isJsonObject(values)) return sizeOf(values);
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(values)) setField(left, maskText(name), sizeOf(value));
  return left;
}

/** No digest: one of a short secret tells it to whoever tries enough of them. */
function sizeOf(value: Json): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `[${Buffer.byteLength(text)} bytes]`;
}

/** One that is so large is a file, which takes long to look through, and which nobody reads. */
function shownText(text: string): string {
  return text.length > LARGEST_TEXT ? sizeOf(text) : maskText(text);
}

/** Switches and nothing tell nothing. */
function masked(text: string): string {
  return ['', 'true', 'false'].includes(text) ? text : MASK;
}

function maskedAll(value: Json): Json {
  if (Array.isArray(value)) return value.map(maskedAll);
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' ? masked(value) : MASK;
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function isTexts(values: readonly Json[]): values is string[] {
  return values.length > 0 && values.every((value) => typeof value === 'string');
}
