// check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for
// tests/check-bindings.py.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"

	"bounce"
)

func show(values ...string) {
	for i, value := range values {
		if value == "" || value == "0" {
			values[i] = "-"
		}
	}
	fmt.Println(strings.Join(values, "\t"))
}

func showReport(report *bounce.Report) {
	show(report.Source, report.Kind, report.Original.MessageID, report.Original.Subject)
	for _, one := range report.Recipients {
		show(one.Address, one.Action, one.Class, one.Hardness, one.Advice, strconv.Itoa(one.ReplyCode), one.Status,
			one.Diagnostic)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func reportsOf(parser *bounce.Parser, path string) (reports []*bounce.Report) {
	mailbox := must(parser.Mailbox(path))
	defer mailbox.Close()
	for {
		report, err := mailbox.Next()
		if err == io.EOF {
			return reports
		}
		reports = append(reports, must(report, err))
	}
}

func first(parser *bounce.Parser, path string) *bounce.Report {
	mailbox := must(parser.Mailbox(path))
	defer mailbox.Close()
	return must(mailbox.Next())
}

func oneRound(path, rules string, message []byte, reply string) ([]*bounce.Report, *bounce.Error) {
	parser := bounce.NewParser()
	defer parser.Close()
	if err := parser.AddRulesFile(rules); err != nil {
		log.Fatal(err)
	}
	reports := append(reportsOf(parser, path), first(parser, path))
	reports = append(reports, must(parser.Parse(message)), must(parser.ClassifyReply(reply, "mx.example.net")))
	err := parser.AddRules("class no_such_class\n", strings.Repeat("x", 20000))
	var wrong *bounce.Error
	if !errors.As(err, &wrong) {
		log.Fatal("wrong rules are taken")
	}
	return reports, wrong
}

func showMemory() {
	for _, line := range strings.Split(string(must(os.ReadFile("/proc/self/status"))), "\n") {
		if strings.HasPrefix(line, "VmHWM") {
			fmt.Println(line)
		}
	}
}

func main() {
	rounds := must(strconv.Atoi(os.Args[1]))
	message := must(os.ReadFile(os.Args[4]))
	for i := 1; i <= rounds; i++ {
		reports, err := oneRound(os.Args[2], os.Args[3], message, os.Args[5])
		if i == rounds/5 || i == rounds {
			showMemory()
		}
		if i == rounds {
			for _, report := range reports {
				showReport(report)
			}
			show(fmt.Sprint(err.Code), fmt.Sprint(err.Line), "rules"+strings.TrimLeft(err.Message, "x"))
		}
	}
}
