/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file original.h
 * The reference of the message that a bounce or a feedback report is about.
 *
 * A report is made by a parser, never changes, and is safe to read from many
 * threads at once. Everything that is reached through it lives until
 * bounce_report_free(). Strings are UTF-8, end in NUL, and are NULL when the
 * message does not tell: nothing is ever invented. The structs are made by the
 * library alone and grow at their ends in later versions; every field has a
 * function beside it, for languages that call functions more easily.
 */
#ifndef BOUNCE_ORIGINAL_H
#define BOUNCE_ORIGINAL_H

#include <stdint.h>

#include <bounce/export.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A kept header field. Since 0.1. */
typedef struct BounceHeader BounceHeader;

/** The message that a report is about. Since 0.1. */
typedef struct BounceOriginal BounceOriginal;

/** One header field that the caller asked to have kept. Since 0.1. */
struct BounceHeader {
  /** Name of the field, as written. */
  const char *name;
  /** Its value: unfolded, encoded words decoded, UTF-8. */
  const char *value;
};

/**
 * Name of the field, as written.
 * @param header a header; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_header_name(const BounceHeader *header);

/**
 * Its value: unfolded, encoded words decoded, UTF-8.
 * @param header a header; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_header_value(const BounceHeader *header);

/** The message that a report is about. Since 0.1. */
struct BounceOriginal {
  /** Message-ID without angle brackets (RFC 5322 section 3.6.4). */
  const char *message_id;
  /** Subject: decoded, UTF-8. */
  const char *subject;
  /** From, decoded, as one line. */
  const char *from;
  /** To, decoded, as one line. */
  const char *to;
  /** Date, as written. */
  const char *date;
  /** Envelope sender, bare: the original's Return-Path, else what BATV or SRS
   *  holds in the address that the bounce came to. */
  const char *return_path;
  /** List-Id without angle brackets and the words before them (RFC 2919). */
  const char *list_id;
  /** Feedback-ID, as written. */
  const char *feedback_id;
  /** Header fields that the parser was told to keep, in the order of the
   *  message. */
  const struct BounceHeader *const *headers;
  /** Number of headers. */
  uint32_t n_headers;
  /** Whom the message was sent to, by the VERP form of the address that the
   *  bounce came to. */
  const char *recipient;
  /** What else that address holds: the VERP prefix, the BATV tag, or hash and
   *  time stamp of SRS ("HHH=TT"). */
  const char *token;
  /** The scheme of that address: "verp", "batv", "srs0", "srs1". */
  const char *address_scheme;
};

/**
 * Message-ID without angle brackets (RFC 5322 section 3.6.4).
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_message_id(const BounceOriginal *original);

/**
 * Subject: decoded, UTF-8.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_subject(const BounceOriginal *original);

/**
 * From, decoded, as one line.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_from(const BounceOriginal *original);

/**
 * To, decoded, as one line.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_to(const BounceOriginal *original);

/**
 * Date, as written.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_date(const BounceOriginal *original);

/**
 * Envelope sender, bare: the original's Return-Path, else what BATV or SRS
 * holds in the address that the bounce came to.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_return_path(const BounceOriginal *original);

/**
 * List-Id without angle brackets and the words before them (RFC 2919).
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_list_id(const BounceOriginal *original);

/**
 * Feedback-ID, as written.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_feedback_id(const BounceOriginal *original);

/**
 * Number of headers.
 * @param original an original; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API uint32_t bounce_original_n_headers(const BounceOriginal *original);

/**
 * Whom the message was sent to, by the VERP form of the address that the bounce
 * came to.
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_recipient(const BounceOriginal *original);

/**
 * What else that address holds: the VERP prefix, the BATV tag, or hash and time
 * stamp of SRS ("HHH=TT").
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_original_token(const BounceOriginal *original);

/**
 * The scheme of that address: "verp", "batv", "srs0", "srs1".
 * @param original an original; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_address_scheme(const BounceOriginal *original);

/**
 * A kept header field of the original, by its place in the list.
 * @param original an original; NULL gives NULL.
 * @param index from 0 to bounce_original_n_headers() - 1; beyond gives NULL.
 * @return a field that lives as long as the report, or NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const BounceHeader *
bounce_original_header(const BounceOriginal *original, uint32_t index);

/**
 * The value of the first kept header field with a name.
 * @param original an original; NULL gives NULL.
 * @param name the field's name, compared without regard to ASCII case; NULL
 *   gives NULL.
 * @return a string that lives as long as the report, or NULL when the original
 *   has no such field or the parser was not told to keep it. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_original_header_value(const BounceOriginal *original, const char *name);

#ifdef __cplusplus
}
#endif

#endif
