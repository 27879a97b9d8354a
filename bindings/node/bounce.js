"use strict";
// Reads mail bounces with libbounce, through koffi:
//   const { Parser } = require("./bounce.js");
//   const report = new Parser().parseFile("bounce.eml");
//   for (const recipient of report.recipients) console.log(recipient.address, recipient.class);
// A report is a plain object with the keys of docs/json.md.
const koffi = require("koffi");

const lib = koffi.load(process.env.BOUNCE_LIBRARY || "libbounce.so.0");
const parserNew = lib.func("void *bounce_parser_new(void)");
const parserUnref = lib.func("void bounce_parser_unref(void *parser)");
const parse = lib.func(
  "void *bounce_parser_parse(void *parser, const uint8_t *message, size_t length, _Out_ void **error)");
const parseFile = lib.func("void *bounce_parser_parse_file(void *parser, const char *path, _Out_ void **error)");
const classify = lib.func(
  "void *bounce_parser_classify_reply(void *parser, const uint8_t *reply, size_t length, const char *host, " +
  "_Out_ void **error)");
const reportFree = lib.func("void bounce_report_free(void *report)");
const toJson = lib.func("void *bounce_report_to_json(void *report, const char *source)");
const stringFree = lib.func("void bounce_string_free(void *string)");
const errorMessage = lib.func("const char *bounce_error_message(void *error)");
const errorCode = lib.func("uint32_t bounce_error_code(void *error)");
const errorFree = lib.func("void bounce_error_free(void *error)");

class BounceError extends Error {
  constructor(error) {
    super(errorMessage(error));
    this.name = "BounceError";
    this.code = errorCode(error);
    errorFree(error);
  }
}

const parsers = new FinalizationRegistry((parser) => parserUnref(parser));

class Parser {
  #parser = parserNew();

  constructor() {
    parsers.register(this, this.#parser);
  }

  parse(message, source = null) {
    return JSON.parse(this.parseToJson(message, source));
  }

  parseFile(path) {
    return JSON.parse(this.parseFileToJson(path));
  }

  classifyReply(reply, host = null) {
    const bytes = Buffer.from(reply);
    return JSON.parse(this.#take((error) => classify(this.#parser, bytes, bytes.length, host, error), null));
  }

  parseToJson(message, source = null) {
    return this.#take((error) => parse(this.#parser, message, message.length, error), source);
  }

  parseFileToJson(path) {
    return this.#take((error) => parseFile(this.#parser, path, error), path);
  }

  #take(call, source) {
    const error = [null];
    const report = call(error);
    if (!report) throw new BounceError(error[0]);
    const text = toJson(report, source);
    try {
      return koffi.decode(text, "char", -1);
    } finally {
      stringFree(text);
      reportFree(report);
    }
  }
}

module.exports = { BounceError, Parser };
