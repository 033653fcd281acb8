// Package verify holds the checks that need a running site and other people's
// software: a browser, feed readers, an HTML validator.
//
// Its tests build the program, start it on a free port of this machine and ask
// it as readers would. They stand behind the build tag verify, since they need
// what the script install sets up; make verify runs both. One check alone:
//
//	go test -tags verify -count=1 -v -run TestPageSize ./verify
//
// Each check prints its figure. Screenshots are left in .out.
package verify
