import { documents } from './documents.ts';

/** What this program and kubectl read as the same value. */
export const READ: Record<string, string[]> = {
  'merge keys': documents(String.raw`
b: &b {x: 1, z: 2}⏎m: {<<: *b, z: 3}
b: &b {x: 1}⏎c: &c {x: 2, y: 2}⏎m: {<<: [*b, *c]}
a: &a {x: 1}⏎b: &b {<<: *a, y: 2}⏎m: {<<: *b}
m: {<<: {a: 1}, b: 2}
m: {"<<": 5}
m: {!!str <<: 5}
m: {!!merge "<<": {a: 1}}
m: <<
- <<
a: &a {__proto__: {x: 1}}⏎b: {<<: *a}
`),
  keys: documents(String.raw`
? a⏎: b
? a
9223372036854775807: a⏎-9223372036854775808: b⏎9007199254740993: c
-0: a⏎-0.0: b
!!str 1: a
!!bool "yes": a
!!float 1: a
a: &x k⏎*x : v
a b: 1
"a" : 1
a#b: 1
'a: b': 1
__proto__: {a: 1}⏎constructor: 2
`),
  tags: documents(String.raw`
a: !!str 014
a: !!str
a: !!str null
a: !!int "014"
a: !!int 0o17
a: !!float 1
a: !!float 9223372036854775807
a: !!bool "yes"
a: !!null ""
a: !!timestamp 2001-12-14
a: !!binary aGk=
a: !!binary |⏎  aGkg⏎  aGk=
a: !!set {x, y}
a: !!omap [x: 1, y: 2]
a: !!pairs [x: 1]
a: !!map foo
a: !!seq {x: 1}
a: !!str {x: 1}
a: !!merge x
a: !!value x
a: !foo 12
a: ! 12
a: !
a: !<tag:yaml.org,2002:int> "12"
a: !<!foo> 12
`),
  'block scalars': documents(String.raw`
a: |+⏎  x⏎⏎⏎b: 1
a: |-⏎  x⏎
a: |⏎  x⏎⏎⏎b: 1
a: |2⏎    x⏎  y
a: |2-⏎    x⏎  y
a: |-2⏎    x⏎  y
a: |2+⏎    x⏎⏎b: 1
a: |2⏎⏎    ⏎  x
a: |⏎⏎  x
a: |⏎  x⏎   ⏎b: 1
a: |⏎  x⏎     ⏎  y
a: |⏎   ⏎⏎b: 1
a: |⏎b: 1
a: |+⏎⏎b: 1
a: | # c⏎  x
a: |⏎  # x⏎  y⏎# z⏎b: 1
a: |⏎  x⏎---⏎b: 1
a: >⏎  x⏎  y⏎⏎  z⏎    more⏎  end
a: >+⏎  x⏎
a: >⏎⏎  x
a: >⏎  x  ⏎  y
- |⏎  x⏎- >-⏎  y
`),
  'quoted and plain text': documents(String.raw`
a: "x⏎⏎  y⏎  z "
a: "x  ⏎  y"
a: "x\⏎   y"
a: "\⇥x"
a: "\0\a\b\t\n\v\f\r\e\ \"\\\N\_\L\P\x41\u00e9\U0001F3EE\xAf"
a: 'it''s \n'
a: 'x⏎⏎  y⏎  z '
a: x⏎  y⏎⏎  z
a: x   ⏎b: 1
a: ---
a: --- x
a: 1⏎ ---
a: "x"#y
`),
  characters: documents(String.raw`
\u{feff}a: 1
\u{feff}# c
a: x\u{feff}y
a:\u{a0}b
a: \u{a0}b
a: x\u{200b}y
x\u{200b}y: 1
a: 🏮
a: e\u{301}
a: x\u{fffd}y
a: 1␍⏎b: |␍⏎  x␍⏎  y␍⏎c: "x␍⏎  y"␍
a: 1␍b: 2␍
a:⇥x⇥y⇥# c
a⇥: "x"⇥⏎b: 1
`),
  'between brackets': documents(String.raw`
{a: 1, b: [x, y], c: {d: e}}
{a: 1,}
[1, 2,]
{a:1}
{a: b:c}
{"a":1, 'b':2}
{"a":, b: 1}
{a: http://x:80/y, b: [http://x]}
[a: 1, b: 2]
[? a : 1]
{a, b: }
a: [1⏎]
a: [1, # c⏎ 2]
a: [1]# x
[&a x, *a, *a]
{&a a: *a}
{"a": [1, 2.5, "x\ny", null, true], "b": {"c": -1e3}}
{⏎⇥"a": 1,⏎⇥"b": [⏎⇥⇥2⏎⇥]⏎}
`),
  anchors: documents(String.raw`
a: &x 1⏎b: *x⏎c: &x 2⏎d: *x
a: &x-y_z 1⏎b: *x-y_z
a: &x⏎b: *x
&x a: 1⏎b: *x
&x⏎a: 1
a: &x⏎- 1⏎c: *x
a: &x !!str 1⏎b: *x
a: !!str &x 1⏎b: *x
a: &x {b: 1, c: &x 2}⏎d: *x
a: &a [&a 1, *a]
`),
  streams: documents(String.raw`
a: 1⏎---⏎b: 2
a: 1⏎...⏎---⏎b: 2
a: 1⏎--- # c⏎b: 2⏎---
a: 1⏎---   ⏎b: 1⏎---⇥⏎c: 1
a: 1␍⏎---␍⏎b: 1␍
---⏎---⏎null⏎---⏎~
# c
- 1⏎- - 2⏎  - 3⏎-⏎- ~
a:⏎  # x⏎# y⏎  b: 1
{"a":1}⏎---⏎{"b":2}
a: {}⏎b: []⏎c:⏎d:
hello
12
`),
};
