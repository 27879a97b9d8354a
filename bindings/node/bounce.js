"use strict";
// Reads mail bounces with libbounce, through koffi:
//   const { Parser } = require("./bounce.js");
//   const parser = new Parser();
//   for (const recipient of parser.parseFile("bounce.eml").recipients) console.log(recipient.address, recipient.class);
//   for (const report of parser.mailbox("Maildir/")) console.log(report.source, report.kind);
// A report is a plain object with the keys of docs/json.md.
// BOUNCE_LIBRARY names the shared library where it is not installed.
const koffi = require("koffi");

const lib = koffi.load(process.env.BOUNCE_LIBRARY || "libbounce.so.0");
const parserNew = lib.func("void *bounce_parser_new(void)");
const parserUnref = lib.func("void bounce_parser_unref(void *parser)");
const keepHeader = lib.func("bool bounce_parser_keep_header(void *parser, const char *name)");
const addRules = lib.func(
  "bool bounce_parser_add_rules(void *parser, const char *name, const uint8_t *text, size_t length, " +
  "_Out_ void **error)");
const addRulesFile = lib.func("bool bounce_parser_add_rules_file(void *parser, const char *path, _Out_ void **error)");
const parse = lib.func(
  "void *bounce_parser_parse(void *parser, const uint8_t *message, size_t length, _Out_ void **error)");
const parseFile = lib.func("void *bounce_parser_parse_file(void *parser, const char *path, _Out_ void **error)");
const classify = lib.func(
  "void *bounce_parser_classify_reply(void *parser, const uint8_t *reply, size_t length, const char *remote_host, " +
  "_Out_ void **error)");
const parseMessage = lib.func(
  "void *bounce_parser_parse_mailbox_message(void *parser, void *message, _Out_ void **error)");
const mailboxOpen = lib.func("void *bounce_mailbox_open(const char *path, _Out_ void **error)");
const mailboxNext = lib.func("void *bounce_mailbox_next(void *mailbox, _Out_ void **error)");
const mailboxFree = lib.func("void bounce_mailbox_free(void *mailbox)");
const messageSource = lib.func("const char *bounce_mailbox_message_source(void *message)");
const messageFree = lib.func("void bounce_mailbox_message_free(void *message)");
const reportFree = lib.func("void bounce_report_free(void *report)");
const toJson = lib.func("void *bounce_report_to_json(void *report, const char *source)");
const stringFree = lib.func("void bounce_string_free(void *string)");
const errorMessage = lib.func("const char *bounce_error_message(void *error)");
const errorCode = lib.func("uint32_t bounce_error_code(void *error)");
const errorLine = lib.func("uint32_t bounce_error_line(void *error)");
const errorFree = lib.func("void bounce_error_free(void *error)");

/** What could not be read: code is a BounceErrorCode, line the place in rules or 0. */
class BounceError extends Error {
  constructor(error) {
    super(errorMessage(error));
    this.name = "BounceError";
    this.code = errorCode(error);
    this.line = errorLine(error);
    errorFree(error);
  }
}

/** Calls a function with a place for an error; throws the one that it stores. */
function check(call, ...values) {
  const error = [null];
  const result = call(...values, error);
  if (error[0]) throw new BounceError(error[0]);
  return result;
}

/** The report as text; frees it. */
function take(report, source) {
  const text = toJson(report, source);
  try {
    return koffi.decode(text, "char", -1);
  } finally {
    stringFree(text);
    reportFree(report);
  }
}

const left = new FinalizationRegistry(({ free, pointer }) => free(pointer));

/** Owns an object of the library until close() or its collection. */
class Owner {
  #pointer;
  #free;

  constructor(pointer, free) {
    this.#pointer = pointer;
    this.#free = free;
    left.register(this, { free, pointer }, this);
  }

  get pointer() {
    if (!this.#pointer) throw new TypeError(`the ${this.constructor.name} is closed`);
    return this.#pointer;
  }

  close() {
    if (!this.#pointer) return;
    left.unregister(this);
    this.#free(this.#pointer);
    this.#pointer = null;
  }

  // For "using", where the language has it.
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.close();
  }
}

/** Parses messages. Configure it before it is used. */
class Parser extends Owner {
  constructor() {
    super(parserNew(), parserUnref);
  }

  /** Keeps a header field of the original, such as "X-Campaign-Id". */
  keepHeader(name) {
    if (!keepHeader(this.pointer, name)) throw new TypeError(`no header field is named "${name}"`);
  }

  /** Adds rules (docs/rules.md) that beat the built-in ones. */
  addRules(text, name = "rules") {
    const bytes = Buffer.from(text);
    check(addRules, this.pointer, name, bytes, bytes.length);
  }

  addRulesFile(path) {
    check(addRulesFile, this.pointer, path);
  }

  parse(message, source = null) {
    return JSON.parse(this.parseToJson(message, source));
  }

  parseFile(path) {
    return JSON.parse(this.parseFileToJson(path));
  }

  /** What a reply means, during an SMTP session. */
  classifyReply(reply, host = null) {
    const bytes = Buffer.from(reply);
    return JSON.parse(take(check(classify, this.pointer, bytes, bytes.length, host), null));
  }

  parseToJson(message, source = null) {
    return take(check(parse, this.pointer, message, message.length), source);
  }

  parseFileToJson(path) {
    return take(check(parseFile, this.pointer, path), path);
  }

  /** The reports of a message, an mbox (also .gz), a Maildir or a folder. */
  mailbox(path) {
    return new Mailbox(this, path);
  }
}

/**
 * Iterates over reports, one message in memory at a time. What can't be read
 * throws a BounceError once; the next call goes on with what follows.
 */
class Mailbox extends Owner {
  #parser;

  constructor(parser, path) {
    super(check(mailboxOpen, path), mailboxFree);
    this.#parser = parser;
  }

  [Symbol.iterator]() {
    return this;
  }

  next() {
    const message = check(mailboxNext, this.pointer);
    if (!message) return { done: true, value: undefined };
    try {
      const report = check(parseMessage, this.#parser.pointer, message);
      return { done: false, value: JSON.parse(take(report, messageSource(message))) };
    } finally {
      messageFree(message);
    }
  }

  /** The end of a for loop, also when it is left early. */
  return() {
    this.close();
    return { done: true, value: undefined };
  }
}

module.exports = { BounceError, Mailbox, Parser };
