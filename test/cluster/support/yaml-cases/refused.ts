import { documents } from './documents.ts';

/** What both refuse. */
export const REFUSED: readonly string[] = documents(String.raw`
m: {<<: }
m: {<<: 5}
b: &b 5⏎m: {<<: *b}
m: {<<: [5]}
l: &l [{a: 1}]⏎m: {<<: *l}
~: a
null: a
: a
? ⏎: a
? {a: 1}⏎: b
[a]: b
18446744073709551615: a
a: .inf
a: [-.INF, .nan]
a: !!float .inf
a: !!int foo
a: !!int 1.5
a: !!int
a: !!float foo
a: !!float 18446744073709551615
a: !!bool 5
a: !!null foo
a: !!timestamp foo
a: !!timestamp 5
a: !!timestamp ""
a: !!binary "%%%"
a: !!binary aGk
a: !!binary 12
a: !x!foo 12
%YAML 1.1
%x: 1
a: |0⏎  x
a: |⏎    ⏎  x
a: |⏎  x⏎⇥⏎  y
a: >⏎    x⏎   y⏎  z
a: |⏎⇥x
a: |x
a: x\u{85}y
a: x\u{2028}y
a: |⏎  x\u{2029}y
a: x\u{7}y
a: "x\u{0}y"
# x\u{1b}y⏎a: 1
a: x\u{7f}y
a: x\u{80}y
a: x\u{ffff}y
a: "\uD83C"
a: "\uDFEE"
a: "\U00110000"
a: "\q"
a: "\u12"
a: "x⏎---⏎y"
a: x⏎  # c⏎  y
a: x⏎y
a: "x"y
a: 'x
a:⏎⇥b: 1
-⇥a: 1
[, 1]
[1,,2]
a: [- 1]
a: [1] x
a: {x{: 1}
b: *x
b: *x⏎a: &x 1
a: &x [*x]
a: &x {b: *x}
a: &x 1⏎---⏎b: *x
a: &x &y 1
a: &x 1⏎b: !!str *x
a: &
a: *
a: 1⏎---b
a: 1⏎---⏎b: [
a: - 1
a: b: 1
a: 1⏎  b: 2
a: x:
a: ::
a: -
a: ?
a: %x
a: @x
a: \u{60}x\u{60}
a: ,x
a: ]
a⏎b: 1
"a⏎ b": 1
- 1⏎a: 2
`);
