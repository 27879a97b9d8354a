/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file mailbox.h
 * Reading the messages of files, mailboxes and folders one after another, in
 * memory that does not grow with their number.
 *
 * @code{.c}
 * BounceMailbox *mailbox = bounce_mailbox_open(path, NULL);
 * BounceMailboxMessage *message;
 * BounceError *error = NULL;
 * while ((message = bounce_mailbox_next(mailbox, &error)) || error) {
 *   BounceReport *report =
 *       bounce_parser_parse_mailbox_message(parser, message, NULL);
 *   if (error)
 *     fprintf(stderr, "%s\n", bounce_error_message(error));
 *   else
 *     puts(bounce_kind_to_string(bounce_report_kind(report)));
 *   bounce_report_free(report);
 *   bounce_mailbox_message_free(message);
 *   bounce_error_free(error);
 *   error = NULL;
 * }
 * bounce_mailbox_free(mailbox);
 * @endcode
 *
 * A mailbox must be used by one thread at a time; its messages are independent
 * of it and may be parsed by other threads.
 */
#ifndef BOUNCE_MAILBOX_H
#define BOUNCE_MAILBOX_H

#include <stddef.h>
#include <stdint.h>

#include <bounce/error.h>
#include <bounce/export.h>
#include <bounce/parser.h>
#include <bounce/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A source of messages: opaque. Since 0.1. */
typedef struct BounceMailbox BounceMailbox;

/** The bytes of one message: opaque. Since 0.1. */
typedef struct BounceMailboxMessage BounceMailboxMessage;

/**
 * Opens what a path names: a message; an mbox (a file that starts with a line
 * "From "; RFC 4155), also compressed with gzip; a Maildir (its folders new
 * and cur, and its subfolders); or a directory, which is read recursively, in
 * the order of names: its files, and each directory once, whatever links lead
 * to it. In directories hidden files are passed over, and what is no file.
 * @param path the path, in the file system's encoding; NULL is an error.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_IO names the
 *   path; BOUNCE_ERROR_ARGUMENT for a NULL.
 * @return a new mailbox, to be freed with bounce_mailbox_free(), or NULL on an
 *   error. Since 0.1.
 */
BOUNCE_API BounceMailbox *bounce_mailbox_open(const char *path,
                                              BounceError **error);

/**
 * Reads one message or an mbox from a file descriptor, such as standard input.
 * @param fd the descriptor, open for reading; it stays open and must outlive
 *   the mailbox.
 * @param name the name of its messages ("-"); NULL is "-". Copied.
 * @return a new mailbox, to be freed with bounce_mailbox_free(). Never NULL.
 *   Since 0.1.
 */
BOUNCE_API BounceMailbox *bounce_mailbox_open_fd(int fd, const char *name);

/**
 * Sets how many bytes of a message are kept; the rest is passed over.
 * @param mailbox a mailbox; NULL is ignored.
 * @param bytes the limit (default 128 MiB; more than 2 GiB - 1 is as that); 0
 *   is ignored. Since 0.1.
 */
BOUNCE_API void bounce_mailbox_set_message_bytes(BounceMailbox *mailbox,
                                                 uint64_t bytes);

/**
 * The next message. What can't be read gives an error once; the next call goes
 * on with what follows. So NULL without an error is the end.
 * @param mailbox a mailbox; NULL gives NULL.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_IO names the
 *   file.
 * @return a new message, to be freed with bounce_mailbox_message_free(), or
 *   NULL at the end and on an error. Since 0.1.
 */
BOUNCE_API BounceMailboxMessage *bounce_mailbox_next(BounceMailbox *mailbox,
                                                     BounceError **error);

/**
 * Frees a mailbox. Its messages stay valid.
 * @param mailbox a mailbox, or NULL for nothing to do. It must be freed once
 *   and not used afterwards. Since 0.1.
 */
BOUNCE_API void bounce_mailbox_free(BounceMailbox *mailbox);

/**
 * The name of a message: the path of its file; in an mbox the second message
 * has "#2" behind the path, the third "#3".
 * @param message a message; NULL gives NULL.
 * @return a string that lives as long as the message. Since 0.1.
 */
BOUNCE_API const char *
bounce_mailbox_message_source(const BounceMailboxMessage *message);

/**
 * The bytes of a message.
 * @param message a message; NULL gives NULL.
 * @param length where their number is stored; NULL is allowed.
 * @return the bytes, which live as long as the message. Since 0.1.
 */
BOUNCE_API const void *
bounce_mailbox_message_bytes(const BounceMailboxMessage *message,
                             size_t *length);

/**
 * Parses a message of a mailbox: see bounce_parser_parse().
 * @param parser the parser; NULL is an error.
 * @param message the message; NULL is an error.
 * @param error where an error is stored, or NULL: BOUNCE_ERROR_ARGUMENT.
 * @return as bounce_parser_parse(). Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceReport *
bounce_parser_parse_mailbox_message(const BounceParser *parser,
                                    const BounceMailboxMessage *message,
                                    BounceError **error);

/**
 * Frees a message.
 * @param message a message, or NULL for nothing to do. It must be freed once
 *   and not used afterwards. Since 0.1.
 */
BOUNCE_API void bounce_mailbox_message_free(BounceMailboxMessage *message);

#ifdef __cplusplus
}
#endif

#endif
