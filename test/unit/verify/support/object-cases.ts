import type { SchemaCase } from './schema-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };

/** Fields: required, defaulted, unknown. */
export const OBJECT_CASES: SchemaCase[] = [
  {
    what: 'required fields',
    schema: {
      type: 'object',
      required: ['a', 'toString'],
      properties: { a: text, toString: text },
    },
    accepted: [{ a: '', toString: '' }],
    refused: [{ a: '' }, {}],
  },
  {
    what: 'required fields that have a default',
    schema: {
      type: 'object',
      required: ['a', 'b'],
      properties: {
        a: { type: 'string', default: 'x' },
        b: {
          type: 'object',
          default: {},

          properties: { c: { type: 'integer', default: 1 } },
        },
      },
    },
    accepted: [{}, { a: null }, { b: {} }],
    refused: [{ a: 1 }],
  },
  {
    what: 'unknown fields',
    schema: { type: 'object', properties: { a: { type: 'object', properties: { b: text } } } },
    accepted: [{}, { a: {} }, { a: { b: '' } }],
    refused: [{ c: 1 }, { a: { c: 1 } }, { a: { b: '', metadata: {} } }],
  },
  {
    what: 'unknown fields that are kept',
    schema: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { a: { type: 'object', properties: { b: text } } },
    },
    // The field that a does not know is dropped.
    accepted: [{ c: { d: [{}] } }, { a: { b: '' } }, { a: { c: 1 } }],
    refused: [{ a: 1 }, { a: { b: 1 } }],
  },
  {
    what: 'a value of any kind',
    schema: { 'x-kubernetes-preserve-unknown-fields': true },
    accepted: [1, 'a', [{ b: 1 }], { c: null }],
    refused: [],
  },
  {
    what: 'fields of any name',
    schema: { type: 'object', additionalProperties: { type: 'object', properties: { b: text } } },
    accepted: [{ x: { b: '' }, y: {} }],
    refused: [{ x: { c: '' } }, { x: '' }],
  },
  {
    what: 'fields of any name, counted',
    schema: { type: 'object', additionalProperties: text, minProperties: 1, maxProperties: 2 },
    accepted: [{ x: '' }],
    refused: [{}, { x: '', y: '', z: '' }],
  },
  {
    what: 'fields of any name and kind',
    schema: { type: 'object', additionalProperties: true },
    accepted: [{ x: 1, y: { z: [{}] }, w: null }],
    refused: [1, []],
  },
  {
    what: 'fields called as what every object has',
    schema: {
      type: 'object',
      properties: { constructor: text, valueOf: integer, a: text },
    },
    accepted: [{ constructor: '', valueOf: 1 }],
    refused: [{ constructor: 1 }, { hasOwnProperty: '' }],
  },
  {
    what: 'an embedded object',
    schema: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    },
    accepted: [
      { apiVersion: 'v1', kind: 'Pod', spec: {} },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    ],
    refused: [
      { kind: 'Pod' },
      { apiVersion: 'v1' },
      { apiVersion: '', kind: 'Pod' },
      { apiVersion: 'a/b/c', kind: 'Pod' },
      { apiVersion: 'v1', kind: '9Pod' },
      { apiVersion: 1, kind: 'Pod' },
      { apiVersion: 'v1', kind: 'Pod', metadata: { nome: 'a' } },
    ],
  },
  {
    what: 'an embedded object of known fields',
    schema: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: { spec: { type: 'object', properties: { a: text } } },
    },
    accepted: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { a: 'b' } }, spec: { a: '' } },
    ],
    refused: [
      { apiVersion: 'v1', kind: 'Pod', spec: { b: '' } },
      { apiVersion: 'v1', kind: 'Pod', status: {} },
    ],
  },
];
