/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file part.h
 * The text of a message's parts as the parser saw it: decoded, UTF-8, LF line
 * ends, HTML as the text that was read in it. `part` and `line` of a recipient
 * (bounce/recipient.h) name a place in one of them.
 *
 * A report holds them only where bounce_parser_keep_parts() asked for it. They
 * live until bounce_report_free().
 */
#ifndef BOUNCE_PART_H
#define BOUNCE_PART_H

#include <bounce/export.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A part of the message that was parsed. Since 0.1. */
typedef struct BouncePart BouncePart;

/** A part of the message that was parsed. Since 0.1. */
struct BouncePart {
  /** Its number as in IMAP ("2", "1.3"; RFC 3501 section 6.4.5); "0" is the
   *  message's header. */
  const char *path;
  /** Its content type in lower case, without parameters; "text/rfc822-headers"
   *  for the message's header, and for a returned message, of which no more
   *  than the header is read. */
  const char *type;
  /** What was read of it, never NULL; empty for a part that is not read, such
   *  as a picture. Of a returned original only what was looked at. */
  const char *text;
};

/**
 * The number of a part.
 * @param part a part; NULL gives NULL.
 * @return a string that lives as long as the report. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API const char *bounce_part_path(const BouncePart *part);

/**
 * The content type of a part in lower case, without parameters;
 * "text/rfc822-headers" for the message's header, and for a returned message,
 * of which no more than the header is read.
 * @param part a part; NULL gives NULL.
 * @return a string that lives as long as the report. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API const char *bounce_part_type(const BouncePart *part);

/**
 * The text of a part as it was read.
 * @param part a part; NULL gives NULL.
 * @return a string that lives as long as the report. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API const char *bounce_part_text(const BouncePart *part);

#ifdef __cplusplus
}
#endif

#endif
