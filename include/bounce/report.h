/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file report.h
 * A report: what one message says.
 *
 * A report is made by a parser, never changes, and is safe to read from many
 * threads at once. Everything that is reached through it lives until
 * bounce_report_free(). Strings are UTF-8, end in NUL, and are NULL when the
 * message does not tell: nothing is ever invented. The structs are made by the
 * library alone and grow at their ends in later versions; every field has a
 * function beside it, for languages that call functions more easily.
 */
#ifndef BOUNCE_REPORT_H
#define BOUNCE_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <bounce/export.h>
#include <bounce/feedback.h>
#include <bounce/original.h>
#include <bounce/part.h>
#include <bounce/recipient.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A report. Since 0.1. */
typedef struct BounceReport BounceReport;

/** What one message says. Since 0.1. */
struct BounceReport {
  /** What the message is. Never 0. */
  BounceKind kind;
  /** Recipients that the message reports on, in its order. */
  const struct BounceRecipient *const *recipients;
  /** Number of recipients. */
  uint32_t n_recipients;
  /** The message that this one is about. Never NULL. */
  const struct BounceOriginal *original;
  /** Fields of a feedback report; NULL for other kinds. */
  const struct BounceFeedback *feedback;
  /** Name of the format that the text was read in ("qmail"), NULL for the
   *  standard and the general readers. */
  const char *format;
  /** The server that wrote the report (RFC 3464 section 2.2.2). */
  const char *reporting_mta;
  /** The server it had the message from (RFC 3464 section 2.2.4). */
  const char *received_from_mta;
  /** When the message arrived there, as told. */
  const char *arrival_date;
  /** Original-Envelope-Id (RFC 3464 section 2.2.1). */
  const char *envelope_id;
  /** Message-ID of this message itself, without angle brackets. */
  const char *message_id;
  /** Subject of this message itself, decoded. */
  const char *subject;
  /** From of this message itself, decoded. */
  const char *from;
  /** To of this message itself, decoded. */
  const char *to;
  /** Date of this message itself, as written. */
  const char *date;
  /** Auto-Submitted of this message, as written (RFC 3834 section 5). */
  const char *auto_submitted;
  /** True when this message came from the null sender "<>" (RFC 5321 section
   *  4.5.5), by its Return-Path. */
  bool is_null_sender;
  /** Disposition of a read receipt, as written (RFC 8098 section 3.2.6). */
  const char *disposition;
  /** Limits that were reached, as bits; 0: the message was read whole. */
  BounceLimit limits_reached;
  /** Topmost Authentication-Results of the server that the parser was told to
   *  trust (RFC 8601). */
  const char *authentication_results;
  /** Header and parts of the message in its order, where
   *  bounce_parser_keep_parts() asked for them; else NULL. */
  const struct BouncePart *const *parts;
  /** Number of parts. */
  uint32_t n_parts;
};

/**
 * What the message is. Never 0.
 * @param report a report; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceKind bounce_report_kind(const BounceReport *report);

/**
 * Number of recipients.
 * @param report a report; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API uint32_t bounce_report_n_recipients(const BounceReport *report);

/**
 * The message that this one is about. Never NULL.
 * @param report a report; NULL gives NULL.
 * @return an object that lives as long as the report, or NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const struct BounceOriginal *
bounce_report_original(const BounceReport *report);

/**
 * Fields of a feedback report; NULL for other kinds.
 * @param report a report; NULL gives NULL.
 * @return an object that lives as long as the report, or NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const struct BounceFeedback *
bounce_report_feedback(const BounceReport *report);

/**
 * Name of the format that the text was read in ("qmail"), NULL for the standard
 * and the general readers.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_format(const BounceReport *report);

/**
 * The server that wrote the report (RFC 3464 section 2.2.2).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_reporting_mta(const BounceReport *report);

/**
 * The server it had the message from (RFC 3464 section 2.2.4).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_report_received_from_mta(const BounceReport *report);

/**
 * When the message arrived there, as told.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_arrival_date(const BounceReport *report);

/**
 * Original-Envelope-Id (RFC 3464 section 2.2.1).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_envelope_id(const BounceReport *report);

/**
 * Message-ID of this message itself, without angle brackets.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_message_id(const BounceReport *report);

/**
 * Subject of this message itself, decoded.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_subject(const BounceReport *report);

/**
 * From of this message itself, decoded.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_from(const BounceReport *report);

/**
 * To of this message itself, decoded.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_to(const BounceReport *report);

/**
 * Date of this message itself, as written.
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_date(const BounceReport *report);

/**
 * Auto-Submitted of this message, as written (RFC 3834 section 5).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_auto_submitted(const BounceReport *report);

/**
 * True when this message came from the null sender "<>" (RFC 5321 section
 * 4.5.5), by its Return-Path.
 * @param report a report; NULL gives false.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API bool bounce_report_is_null_sender(const BounceReport *report);

/**
 * Disposition of a read receipt, as written (RFC 8098 section 3.2.6).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_report_disposition(const BounceReport *report);

/**
 * Limits that were reached, as bits; 0: the message was read whole.
 * @param report a report; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceLimit bounce_report_limits_reached(const BounceReport *report);

/**
 * Topmost Authentication-Results of the server that the parser was told to
 * trust (RFC 8601).
 * @param report a report; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_report_authentication_results(const BounceReport *report);

/**
 * A recipient, by its place in the list.
 * @param report a report; NULL gives NULL.
 * @param index from 0 to bounce_report_n_recipients() - 1; beyond gives NULL.
 * @return a recipient that lives as long as the report, or NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const BounceRecipient *
bounce_report_recipient(const BounceReport *report, uint32_t index);

/**
 * Number of parts: 0 unless bounce_parser_keep_parts() asked for them.
 * @param report a report; NULL gives 0.
 * @return the number. Safe from any thread. Since 0.1.
 */
BOUNCE_API uint32_t bounce_report_n_parts(const BounceReport *report);

/**
 * One part: the message's header ("0") or a MIME part.
 * @param report a report; NULL gives NULL.
 * @param index from 0 to bounce_report_n_parts() - 1; beyond gives NULL.
 * @return a part that lives as long as the report, or NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const BouncePart *bounce_report_part(const BounceReport *report,
                                                uint32_t index);

/**
 * The report as one JSON object without line ends: RFC 8259, valid UTF-8, keys
 * as in docs/json.md. What the message does not tell is null.
 * @param report a report; NULL gives NULL.
 * @param source the value of the key "source", such as the path of the message,
 *   UTF-8; NULL leaves the key out. Bytes that are no UTF-8 are replaced.
 * @return a new string, to be freed with bounce_string_free(); NULL only for a
 *   NULL report. Safe from any thread. Since 0.1.
 */
BOUNCE_API char *bounce_report_to_json(const BounceReport *report,
                                       const char *source);

/**
 * Frees a string that the library made for its caller.
 * @param string a string from bounce_report_to_json(), or NULL for nothing to
 *   do. It must be freed once and not used afterwards. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API void bounce_string_free(char *string);

/**
 * Frees a report and everything that is reached through it.
 * @param report a report, or NULL for nothing to do. It must be freed once and
 *   not used afterwards. Safe from any thread. Since 0.1.
 */
BOUNCE_API void bounce_report_free(BounceReport *report);

#ifdef __cplusplus
}
#endif

#endif
