// example FILE...: prints reports as bounce --format=json does.
package main

import (
	"fmt"
	"os"
	"strings"

	"bounce"
)

func main() {
	parser := bounce.NewParser()
	defer parser.Close()
	var reports []string
	for _, path := range os.Args[1:] {
		report, err := parser.ParseFile(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		reports = append(reports, report.JSON)
	}
	fmt.Printf("[\n%s\n]\n", strings.Join(reports, ",\n"))
}
