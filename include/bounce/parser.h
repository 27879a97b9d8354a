/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file parser.h
 * The parser: made once, configured, then shared.
 *
 * Functions that configure a parser must not run at the same time as any other
 * use of it. A configured parser is read-only: any number of threads may parse
 * with it at once. Parsing keeps no state from one message to the next.
 *
 * A message that is no bounce is a result (`kind` other), not an error. Errors
 * are for what could not be read at all. Limits that are reached are told by
 * the report (bounce_report_limits_reached()); what was read until then is in
 * it.
 */
#ifndef BOUNCE_PARSER_H
#define BOUNCE_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bounce/error.h>
#include <bounce/export.h>
#include <bounce/report.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A parser: opaque. Since 0.1. */
typedef struct BounceParser BounceParser;

/**
 * Makes a parser with the built-in knowledge and the default limits.
 * @return a new parser with one reference, to be given back with
 *   bounce_parser_unref(). Never NULL. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceParser *bounce_parser_new(void);

/**
 * Takes another reference. Reference counts are atomic.
 * @param parser a parser; NULL gives NULL.
 * @return the same parser. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceParser *bounce_parser_ref(BounceParser *parser);

/**
 * Gives a reference back; the last one frees the parser. Reports that it made
 * stay valid.
 * @param parser a parser, or NULL for nothing to do. Each reference must be
 *   given back once. Safe from any thread. Since 0.1.
 */
BOUNCE_API void bounce_parser_unref(BounceParser *parser);

/**
 * Sets a limit.
 * @param parser the parser; NULL gives false.
 * @param limit which one: one bit of BounceLimit.
 *   MESSAGE_BYTES: bytes of a message that are read (default 128 MiB; more
 *   than 2 GiB - 1 is set to that);
 *   DEPTH: MIME parts inside one another (32);
 *   PARTS: MIME parts of a message (256);
 *   HEADERS: header fields of a part (1000);
 *   HEADER_BYTES: bytes of one part's header (256 KiB);
 *   LINE_BYTES: bytes of one line of text that are looked at, in HTML of the
 *   text that it shows (64 KiB);
 *   RECIPIENTS: recipients in a report (10000);
 *   TEXT_BYTES: bytes of decoded text that are looked at, over all parts
 *   (4 MiB); told, too, when a text says more of recipients than is kept.
 * @param value the limit, at least 1.
 * @return true, or false for a NULL parser, an unknown limit or a value of 0:
 *   then nothing changes. Since 0.1.
 */
BOUNCE_API bool bounce_parser_set_limit(BounceParser *parser, BounceLimit limit,
                                        uint64_t value);

/**
 * A limit that the parser holds to.
 * @param parser the parser; NULL gives 0.
 * @param limit one bit of BounceLimit.
 * @return its value, or 0 for an unknown limit. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API uint64_t bounce_parser_limit(const BounceParser *parser,
                                        BounceLimit limit);

/**
 * Has a header field of the original kept in reports, such as "X-Campaign-Id",
 * to find the message again: bounce_original_header_value().
 * @param parser the parser; NULL gives false.
 * @param name the field's name, compared without regard to ASCII case. Copied.
 *   NULL gives false.
 * @return true, or false when the name is NULL, empty or no field name
 *   (RFC 5322 section 2.2). Giving a name twice is as giving it once.
 *   Since 0.1.
 */
BOUNCE_API bool bounce_parser_keep_header(BounceParser *parser,
                                          const char *name);

/**
 * Names the server whose Authentication-Results are believed: the one that
 * received the mail for you (RFC 8601 section 1.2). Without it none are
 * reported, as strangers may write this field, too.
 * @param parser the parser; NULL is ignored.
 * @param host the server's authserv-id, compared without regard to ASCII case;
 *   NULL for none. Copied. Since 0.1.
 */
BOUNCE_API void bounce_parser_trust_server(BounceParser *parser,
                                           const char *host);

/**
 * Sets the characters that stand between a list's name and the recipient in
 * the envelope sender of its mail (VERP): "+-" where nothing is set, as in
 * list-bounces+user=example.org@example.net.
 * @param parser the parser; NULL is ignored.
 * @param delimiters the characters, each of which is tried; NULL for the
 *   default; "" switches VERP off. Copied. Since 0.1.
 */
BOUNCE_API void bounce_parser_set_verp_delimiters(BounceParser *parser,
                                                  const char *delimiters);

/**
 * Adds rules (docs/rules.md) that beat the built-in ones. Rules that were
 * added earlier beat those added later.
 * @param parser the parser; NULL is an error.
 * @param name what errors call the text, such as its path; NULL is "rules".
 * @param text the rules, UTF-8, not kept. NULL only when length is 0.
 * @param length its length in bytes; 0 adds nothing.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_SYNTAX with the
 *   line, BOUNCE_ERROR_RULES for rules that contradict each other,
 *   BOUNCE_ERROR_ARGUMENT for a NULL.
 * @return true, or false on an error: then the parser is as it was. Since 0.1.
 */
BOUNCE_API bool bounce_parser_add_rules(BounceParser *parser, const char *name,
                                        const char *text, size_t length,
                                        BounceError **error);

/**
 * Adds the rules of a file: see bounce_parser_add_rules().
 * @param parser the parser; NULL is an error.
 * @param path the file's name; NULL is an error.
 * @param error as there; BOUNCE_ERROR_IO when the file can't be read.
 * @return true, or false on an error: then the parser is as it was. Since 0.1.
 */
BOUNCE_API bool bounce_parser_add_rules_file(BounceParser *parser,
                                             const char *path,
                                             BounceError **error);

/**
 * Adds formats (docs/formats.md) that are tried before the built-in ones.
 * @param parser the parser; NULL is an error.
 * @param name what errors call the text; NULL is "formats".
 * @param text the formats, UTF-8, not kept. NULL only when length is 0.
 * @param length its length in bytes; 0 adds nothing.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_SYNTAX with the
 *   line, BOUNCE_ERROR_ARGUMENT for a NULL.
 * @return true, or false on an error: then the parser is as it was. Since 0.1.
 */
BOUNCE_API bool bounce_parser_add_formats(BounceParser *parser,
                                          const char *name, const char *text,
                                          size_t length, BounceError **error);

/**
 * Adds the formats of a file: see bounce_parser_add_formats().
 * @param parser the parser; NULL is an error.
 * @param path the file's name; NULL is an error.
 * @param error as there; BOUNCE_ERROR_IO when the file can't be read.
 * @return true, or false on an error: then the parser is as it was. Since 0.1.
 */
BOUNCE_API bool bounce_parser_add_formats_file(BounceParser *parser,
                                               const char *path,
                                               BounceError **error);

/**
 * Switches format descriptions on or off. Without them, prose is read by the
 * general reader alone.
 * @param parser the parser; NULL is ignored.
 * @param use true (the default) or false. Since 0.1.
 */
BOUNCE_API void bounce_parser_use_formats(BounceParser *parser, bool use);

/**
 * Has reports hold the text of the message's parts as it was read:
 * bounce_report_part(). For programs that show people what decided.
 * @param parser the parser; NULL is ignored.
 * @param keep true or false (the default). Since 0.1.
 */
BOUNCE_API void bounce_parser_keep_parts(BounceParser *parser, bool keep);

/**
 * Parses one message in memory. A first line "From " or ">From " (mbox) and a
 * byte order mark are passed over; line ends may be LF, CRLF or CR; a text
 * without any header is read as the body of a bounce.
 * @param parser the parser; NULL is an error.
 * @param message the message's bytes; they are only read, and not kept. NULL
 *   only when length is 0.
 * @param length its length in bytes; 0 gives a report of kind other.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_ARGUMENT.
 * @return a new report, to be freed with bounce_report_free(), or NULL on an
 *   error. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceReport *bounce_parser_parse(const BounceParser *parser,
                                             const void *message, size_t length,
                                             BounceError **error);

/**
 * Parses the message in a file. The file is read, not mapped: it may change
 * meanwhile.
 * @param parser the parser; NULL is an error.
 * @param path the file's name, in the file system's encoding; NULL is an error.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_IO names the
 *   path and what the system says; BOUNCE_ERROR_ARGUMENT for a NULL.
 * @return as bounce_parser_parse(). Since 0.1.
 */
BOUNCE_API BounceReport *bounce_parser_parse_file(const BounceParser *parser,
                                                  const char *path,
                                                  BounceError **error);

/**
 * Parses the message that is read from a file descriptor until its end: a
 * file, a pipe or a socket. Interrupted reads go on.
 * @param parser the parser; NULL is an error.
 * @param fd the descriptor, open for reading; it stays open.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_IO, also when
 *   a descriptor that does not block has nothing to read;
 *   BOUNCE_ERROR_ARGUMENT for a NULL parser.
 * @return as bounce_parser_parse(). Since 0.1.
 */
BOUNCE_API BounceReport *bounce_parser_parse_fd(const BounceParser *parser,
                                                int fd, BounceError **error);

/**
 * Classifies a bare SMTP reply, which is what a sending server has during the
 * session. The report has kind failure (delivered for a 2yz or 3yz reply) and
 * one recipient without an address.
 * @param parser the parser; NULL is an error.
 * @param reply the reply ("550 5.1.1 User unknown"), one or more lines; what is
 *   no UTF-8 is read in the character set that fits best. NULL only when length
 *   is 0.
 * @param length its length in bytes; at most TEXT_BYTES of it are read.
 * @param remote_host the server that replied, or NULL when it is not known.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_ARGUMENT.
 * @return as bounce_parser_parse(). Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceReport *
bounce_parser_classify_reply(const BounceParser *parser, const char *reply,
                             size_t length, const char *remote_host,
                             BounceError **error);

#ifdef __cplusplus
}
#endif

#endif
