/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file gmime.h
 * For programs that already hold a message as a GMime object. The only public
 * header that knows GMime; bounce.h does not include it.
 *
 * The library starts GMime once, when it first parses, whether the program has
 * started it or not, and keeps it. GMime's own start is not safe from many
 * threads: call g_mime_init() before threads parse, if you call it.
 */
#ifndef BOUNCE_GMIME_H
#define BOUNCE_GMIME_H

#include <gmime/gmime.h>

#include <bounce/error.h>
#include <bounce/export.h>
#include <bounce/parser.h>
#include <bounce/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Parses a message that GMime has parsed already: see bounce_parser_parse().
 * @param parser the parser; NULL is an error.
 * @param message the message; it is only read, and not kept; the caller must
 *   not change it meanwhile. NULL is an error.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_ARGUMENT.
 * @return a new report, to be freed with bounce_report_free(), or NULL on an
 *   error. Safe from many threads for different messages. Since 0.1.
 */
BOUNCE_API BounceReport *
bounce_parser_parse_message(const BounceParser *parser, GMimeMessage *message,
                            BounceError **error);

#ifdef __cplusplus
}
#endif

#endif
