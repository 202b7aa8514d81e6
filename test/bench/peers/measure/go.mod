module microshift-optional.test/bench/measure

go 1.26.0
