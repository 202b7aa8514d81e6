import { documents } from './documents.ts';

type Difference = {
  why: string;
  /** Who refuses; neither where both read and the values differ. */
  refusedBy: 'us' | 'kubectl' | 'nobody';
  documents: string[];
};

/** Where agreement is impossible or not wanted. */
export const DIFFERENT: readonly Difference[] = [
  {
    why: 'kubectl takes the last of two equal keys; the API server refuses them, and so do we',
    refusedBy: 'us',
    documents: documents(String.raw`
a: 1⏎a: 2
1: a⏎"1": b
yes: 1⏎"true": 2
014: a⏎12: b
b: &b {x: 1}⏎m: {<<: *b, <<: {x: 2}}
`),
  },
  {
    why: 'kubectl prefers what << brings to what stands before it, kustomize does not',
    refusedBy: 'us',
    documents: ['b: &b {x: 1, z: 2}\nm: {z: 3, <<: *b}'],
  },
  {
    why: 'kubectl writes fractions as keys with 32 bits, which changes the number',
    refusedBy: 'us',
    documents: ['3.141592653589793: a', '36893488147419103232: a', '123456789.5: a'],
  },
  {
    why: 'kubectl replaces the bytes that are no text',
    refusedBy: 'us',
    documents: ['a: !!binary /w=='],
  },
  {
    why: 'these end a line in YAML 1.1 and not in YAML 1.2: escapes mean the same to all',
    refusedBy: 'us',
    documents: documents(String.raw`
a: "x\u{85}y"
a: "x \u{2028} y"
a: |⏎  x\u{2028}  y
a: 1 # x\u{2028}b: 2
# x\u{85}b: 2
a: 1⏎\u{feff}b: 1
a: 1⏎---⏎\u{feff}b: 1
`),
  },
  {
    why: 'go-yaml takes the : or ? for a part of the text or not, other than YAML 1.2 says',
    refusedBy: 'us',
    documents: documents(String.raw`
{a:, b: 1}
{a :}
a: [a:]
a: [a::]
a: [?x]
{?a: 1}
`),
  },
  {
    why: 'the parser loses these lines of blanks',
    refusedBy: 'us',
    documents: documents(String.raw`
a: |2⏎⏎    ⏎b: 1
a: >1⏎     ⏎b: 1
`),
  },
  {
    why: 'the parser keeps to YAML 1.2, which wants them indented by blanks, or set apart',
    refusedBy: 'us',
    documents: documents(String.raw`
a: "x⏎y"
a: 'x⏎y'
a: {⏎b: 1⏎}
a: [⏎1⏎]
a: [⏎⇥1,⏎⇥2⏎]
a: [1,# c⏎ 2]
a: [-]
a: "\'"
`),
  },
  {
    why: 'sigs.k8s.io/yaml reads the first of these; kubectl itself has another way to read JSON',
    refusedBy: 'us',
    documents: ['{"a":1}\n{"b":2}'],
  },
  {
    why: 'YAML and JSON have these, and they are unambiguous; what is written back has none of them',
    refusedBy: 'kubectl',
    documents: documents(String.raw`
%YAML 1.2⏎---⏎a: yes
%TAG !e! tag:yaml.org,2002:⏎---⏎a: !e!int "12"
--- {b: 2}
a: 1⏎--- !!map⏎b: 2
---a: 1
a: "\/"
a: "\uD83C\uDFEE"
a: 1⏎⇥⏎b: 2
a: 1⏎⇥# c⏎b: 2
-⇥a
a: |⏎  ⇥x
{a⏎ b: 1}
{a: :b}
a: [a?]
a: &x.y 1⏎b: *x.y
`),
  },
  {
    why: 'kubectl drops without a word what follows a document that ... ends',
    refusedBy: 'nobody',
    documents: ['a: 1\n...\nb: 2', 'a: |\n  x\n...\nb: 1'],
  },
  {
    why: 'as JSON, which is how kubectl reads it, the blanks stay',
    refusedBy: 'nobody',
    documents: ['{"a": "x \u2028 y"}'],
  },
  {
    why: 'at the top, text needs no indentation in YAML 1.2; no object is text',
    refusedBy: 'nobody',
    documents: ['|\na'],
  },
];
