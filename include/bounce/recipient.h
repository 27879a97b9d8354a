/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file recipient.h
 * One recipient of a report: what happened, why, and what to do.
 *
 * A report is made by a parser, never changes, and is safe to read from many
 * threads at once. Everything that is reached through it lives until
 * bounce_report_free(). Strings are UTF-8, end in NUL, and are NULL when the
 * message does not tell: nothing is ever invented. The structs are made by the
 * library alone and grow at their ends in later versions; every field has a
 * function beside it, for languages that call functions more easily.
 */
#ifndef BOUNCE_RECIPIENT_H
#define BOUNCE_RECIPIENT_H

#include <stdint.h>

#include <bounce/export.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A recipient. Since 0.1. */
typedef struct BounceRecipient BounceRecipient;

/** One recipient of a report. Since 0.1. */
struct BounceRecipient {
  /** Final recipient, bare ("user@example.org"), UTF-8. */
  const char *address;
  /** The address that the sender gave (RFC 3464 section 2.3.1), where it is
   *  told and differs or not. */
  const char *original_address;
  /** What the reporting server did. */
  BounceAction action;
  /** Why the message did not arrive. Never 0. */
  BounceClass class_;
  /** The group of the class. */
  BounceCategory category;
  /** Whether the address will ever work. */
  BounceHardness hardness;
  /** What the sender should do. */
  BounceAdvice advice;
  /** SMTP reply code, 200 to 599 (RFC 5321 section 4.2). */
  uint32_t reply_code;
  /** Enhanced status code "C.S.D" (RFC 3463). */
  const char *status;
  /** The refusing server's own words on one line, its code first, without the
   *  repeated codes of a multi-line reply. */
  const char *diagnostic;
  /** The SMTP command that was answered. */
  BounceCommand command;
  /** The server that refused: host name or address literal. */
  const char *remote_mta;
  /** Until when the reporting server keeps trying, as told (RFC 3464 section
   *  2.3.9). */
  const char *retry_until;
  /** When delivery was last tried, as told (RFC 3464 section 2.3.7). */
  const char *last_attempt;
  /** Seconds after which the refusing server wants to be tried again. */
  uint32_t retry_after;
  /** Largest message in bytes that the server says it takes. */
  uint64_t size_limit;
  /** The blocklist that was named ("Spamhaus ZEN"). */
  const char *blocklist;
  /** The address or host that is listed, as told. */
  const char *listed;
  /** Where the refusing server sends for more help. */
  const char *help_url;
  /** The new address of a mailbox that moved, as told. */
  const char *new_address;
  /** Where the recipient was found; the words that decided may stand in another
   *  part. */
  BounceSource source;
  /** MIME part where it was found, as in IMAP ("2", "1.3"; RFC 3501 section
   *  6.4.5); "0" is the header. */
  const char *part;
  /** Its first line in the decoded part, counted from 1. */
  uint32_t line;
  /** Id of the rule that decided ("mailbox_full/quota"); docs/rules.md. */
  const char *rule;
  /** File and line of that rule ("mailbox.rules:12"). */
  const char *rule_place;
  /** What the rule matched in the diagnostic. */
  const char *matched;
  /** Id of the best rule of another class that also matched. */
  const char *overruled;
  /** Whose server that is, or whose domain the address is in ("google"):
   *  docs/providers.md. NULL for all that it does not know. */
  const char *provider;
};

/**
 * Final recipient, bare ("user@example.org"), UTF-8.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_address(const BounceRecipient *recipient);

/**
 * The address that the sender gave (RFC 3464 section 2.3.1), where it is told
 * and differs or not.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_original_address(const BounceRecipient *recipient);

/**
 * What the reporting server did.
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API BounceAction
bounce_recipient_action(const BounceRecipient *recipient);

/**
 * Why the message did not arrive. Never 0.
 * @param recipient a recipient; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceClass bounce_recipient_class(const BounceRecipient *recipient);

/**
 * The group of the class.
 * @param recipient a recipient; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceCategory
bounce_recipient_category(const BounceRecipient *recipient);

/**
 * Whether the address will ever work.
 * @param recipient a recipient; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceHardness
bounce_recipient_hardness(const BounceRecipient *recipient);

/**
 * What the sender should do.
 * @param recipient a recipient; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceAdvice
bounce_recipient_advice(const BounceRecipient *recipient);

/**
 * SMTP reply code, 200 to 599 (RFC 5321 section 4.2).
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API uint32_t
bounce_recipient_reply_code(const BounceRecipient *recipient);

/**
 * Enhanced status code "C.S.D" (RFC 3463).
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_status(const BounceRecipient *recipient);

/**
 * The refusing server's own words on one line, its code first, without the
 * repeated codes of a multi-line reply.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_diagnostic(const BounceRecipient *recipient);

/**
 * The SMTP command that was answered.
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API BounceCommand
bounce_recipient_command(const BounceRecipient *recipient);

/**
 * The server that refused: host name or address literal.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_remote_mta(const BounceRecipient *recipient);

/**
 * Until when the reporting server keeps trying, as told (RFC 3464 section
 * 2.3.9).
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_retry_until(const BounceRecipient *recipient);

/**
 * When delivery was last tried, as told (RFC 3464 section 2.3.7).
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_last_attempt(const BounceRecipient *recipient);

/**
 * Seconds after which the refusing server wants to be tried again.
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API uint32_t
bounce_recipient_retry_after(const BounceRecipient *recipient);

/**
 * Largest message in bytes that the server says it takes.
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API uint64_t
bounce_recipient_size_limit(const BounceRecipient *recipient);

/**
 * The blocklist that was named ("Spamhaus ZEN").
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_blocklist(const BounceRecipient *recipient);

/**
 * The address or host that is listed, as told.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_listed(const BounceRecipient *recipient);

/**
 * Where the refusing server sends for more help.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_help_url(const BounceRecipient *recipient);

/**
 * The new address of a mailbox that moved, as told.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_new_address(const BounceRecipient *recipient);

/**
 * Where the recipient was found; the words that decided may stand in another
 * part.
 * @param recipient a recipient; NULL gives 0.
 * @return the value. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceSource
bounce_recipient_source(const BounceRecipient *recipient);

/**
 * MIME part where it was found, as in IMAP ("2", "1.3"; RFC 3501
 * section 6.4.5); "0" is the header.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_recipient_part(const BounceRecipient *recipient);

/**
 * Its first line in the decoded part, counted from 1.
 * @param recipient a recipient; NULL gives 0.
 * @return the value; 0 when the message does not tell. Safe from any thread.
 *   Since 0.1.
 */
BOUNCE_API uint32_t bounce_recipient_line(const BounceRecipient *recipient);

/**
 * Id of the rule that decided ("mailbox_full/quota"); docs/rules.md.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_recipient_rule(const BounceRecipient *recipient);

/**
 * File and line of that rule ("mailbox.rules:12").
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_rule_place(const BounceRecipient *recipient);

/**
 * What the rule matched in the diagnostic.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_matched(const BounceRecipient *recipient);

/**
 * Id of the best rule of another class that also matched.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_overruled(const BounceRecipient *recipient);

/**
 * Whose server refused, or whose domain the address is in ("google"):
 * docs/providers.md.
 * @param recipient a recipient; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL for all that the
 *   library does not know. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_recipient_provider(const BounceRecipient *recipient);

#ifdef __cplusplus
}
#endif

#endif
