// Package bounce reads mail bounces with libbounce, with the standard library
// alone:
//
//	parser := bounce.NewParser()
//	defer parser.Close()
//	report, err := parser.ParseFile("bounce.eml")
//	for _, recipient := range report.Recipients {
//		fmt.Println(recipient.Address, recipient.Class)
//	}
//
// A report is plain data: it holds nothing of the library.
package bounce

// #cgo pkg-config: bounce
// #include <stdlib.h>
// #include <bounce/bounce.h>
import "C"

import (
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"unsafe"
)

// ErrClosed is what a closed Parser or Mailbox gives.
var ErrClosed = errors.New("bounce: closed")

// Codes of Error.
const (
	ErrorArgument = uint32(C.BOUNCE_ERROR_ARGUMENT)
	ErrorIO       = uint32(C.BOUNCE_ERROR_IO)
	ErrorLimit    = uint32(C.BOUNCE_ERROR_LIMIT)
	ErrorSyntax   = uint32(C.BOUNCE_ERROR_SYNTAX)
	ErrorRules    = uint32(C.BOUNCE_ERROR_RULES)
)

// Error says what could not be read; Line is the place in rules, or 0.
type Error struct {
	Message string
	Code    uint32
	Line    uint32
}

func (e *Error) Error() string { return e.Message }

// take turns the library's error into ours and frees it.
func take(err *C.BounceError) error {
	if err == nil {
		return nil
	}
	defer C.bounce_error_free(err)
	return &Error{
		C.GoString(C.bounce_error_message(err)),
		uint32(C.bounce_error_code(err)),
		uint32(C.bounce_error_line(err)),
	}
}

// newReport turns the library's report into ours and frees it.
func newReport(report *C.BounceReport, err *C.BounceError, source *C.char) (*Report, error) {
	if report == nil {
		return nil, take(err)
	}
	defer C.bounce_report_free(report)
	text := C.bounce_report_to_json(report, source)
	defer C.bounce_string_free(text)
	made := &Report{JSON: C.GoString(text)}
	return made, json.Unmarshal([]byte(made.JSON), made)
}

// A Parser parses messages. A configured parser is read-only: goroutines may
// share it.
type Parser struct{ c *C.BounceParser }

// NewParser makes a parser, to be left with Close.
func NewParser() *Parser {
	parser := &Parser{C.bounce_parser_new()}
	runtime.SetFinalizer(parser, (*Parser).Close)
	return parser
}

// Close frees the parser; its reports stay.
func (p *Parser) Close() error {
	C.bounce_parser_unref(p.c)
	p.c = nil
	runtime.SetFinalizer(p, nil)
	return nil
}

// KeepHeader keeps a header field of the original, such as "X-Campaign-Id". It
// is false when name is no field's name.
func (p *Parser) KeepHeader(name string) bool {
	defer runtime.KeepAlive(p)
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName))
	return bool(C.bounce_parser_keep_header(p.c, cName))
}

// AddRules adds rules (docs/rules.md) that beat the built-in ones; errors call
// the text by name.
func (p *Parser) AddRules(text, name string) error {
	defer runtime.KeepAlive(p)
	cText, cName := C.CString(text), C.CString(name)
	defer C.free(unsafe.Pointer(cText))
	defer C.free(unsafe.Pointer(cName))
	var err *C.BounceError
	C.bounce_parser_add_rules(p.c, cName, cText, C.size_t(len(text)), &err)
	return take(err)
}

// AddRulesFile adds the rules of a file.
func (p *Parser) AddRulesFile(path string) error {
	defer runtime.KeepAlive(p)
	cPath := C.CString(path)
	defer C.free(unsafe.Pointer(cPath))
	var err *C.BounceError
	C.bounce_parser_add_rules_file(p.c, cPath, &err)
	return take(err)
}

// Parse parses one message.
func (p *Parser) Parse(message []byte) (*Report, error) {
	defer runtime.KeepAlive(p)
	var bytes unsafe.Pointer
	if len(message) > 0 {
		bytes = unsafe.Pointer(&message[0])
	}
	var err *C.BounceError
	report := C.bounce_parser_parse(p.c, bytes, C.size_t(len(message)), &err)
	return newReport(report, err, nil)
}

// ParseFile parses the message in a file.
func (p *Parser) ParseFile(path string) (*Report, error) {
	defer runtime.KeepAlive(p)
	cPath := C.CString(path)
	defer C.free(unsafe.Pointer(cPath))
	var err *C.BounceError
	report := C.bounce_parser_parse_file(p.c, cPath, &err)
	return newReport(report, err, cPath)
}

// ClassifyReply tells what a reply means, during an SMTP session. An empty host
// is one that is not known.
func (p *Parser) ClassifyReply(reply, host string) (*Report, error) {
	defer runtime.KeepAlive(p)
	cReply := C.CString(reply)
	defer C.free(unsafe.Pointer(cReply))
	var cHost *C.char
	if host != "" {
		cHost = C.CString(host)
		defer C.free(unsafe.Pointer(cHost))
	}
	var err *C.BounceError
	report := C.bounce_parser_classify_reply(p.c, cReply, C.size_t(len(reply)), cHost, &err)
	return newReport(report, err, nil)
}

// Mailbox opens a message, an mbox (also .gz), a Maildir or a folder.
func (p *Parser) Mailbox(path string) (*Mailbox, error) {
	cPath := C.CString(path)
	defer C.free(unsafe.Pointer(cPath))
	var err *C.BounceError
	c := C.bounce_mailbox_open(cPath, &err)
	if c == nil {
		return nil, take(err)
	}
	mailbox := &Mailbox{c, p}
	runtime.SetFinalizer(mailbox, (*Mailbox).Close)
	return mailbox, nil
}

// A Mailbox gives one report after another, with one message in memory at a
// time. It is used by one goroutine at a time.
type Mailbox struct {
	c      *C.BounceMailbox
	parser *Parser
}

// Next gives the next report, io.EOF at the end. What can't be read is an error
// once; the next call goes on with what follows.
func (m *Mailbox) Next() (*Report, error) {
	if m.c == nil || m.parser.c == nil {
		return nil, ErrClosed
	}
	defer runtime.KeepAlive(m)
	var err *C.BounceError
	message := C.bounce_mailbox_next(m.c, &err)
	if err != nil {
		return nil, take(err)
	}
	if message == nil {
		return nil, io.EOF
	}
	defer C.bounce_mailbox_message_free(message)
	report := C.bounce_parser_parse_mailbox_message(m.parser.c, message, &err)
	return newReport(report, err, C.bounce_mailbox_message_source(message))
}

// Close frees the mailbox.
func (m *Mailbox) Close() error {
	C.bounce_mailbox_free(m.c)
	m.c = nil
	runtime.SetFinalizer(m, nil)
	return nil
}
