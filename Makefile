# make run         serve the site on http://127.0.0.1:8080
# make check       format, vet, staticcheck, and every text of the site
# make test        Go tests: any machine, no other software
# make verify      all of it, and a running site before readers, browser and validator
# make test-feeds  the part of verify about feeds: newsboat, sfeed, xmllint, Python
# make bench       the benchmarks

.PHONY: run check test verify test-feeds bench
.NOTPARALLEL:

run:
	go run ./cmd/portal serve

check:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt would change:" $$unformatted; exit 1; }
	go vet -tags verify ./...
	go tool staticcheck -tags verify ./...
	go run ./cmd/portal check ./content

# The seeds of every fuzz target run with the tests.
test:
	go test -race -timeout 10m ./...

verify:
	verify/install
	$(MAKE) check test
	PUBLISH_COMMITS=200 PUBLISH_KILLS=50 go test -tags verify -count=1 -timeout 20m -v ./verify

# Part of verify, which runs all of the folder.
test-feeds:
	verify/install
	go test -tags verify -count=1 -timeout 15m -v -run Feed ./verify

bench:
	go test -run xxx -bench . -benchmem $$(grep -rl '^func Benchmark' --include='*_test.go' . | xargs -n1 dirname | sort -u)
