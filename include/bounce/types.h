/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file types.h
 * The codes that reports speak in: kinds, classes, categories, hardness and
 * others, and their names.
 *
 * Every code has a fixed width (uint32_t) and a fixed value that is never
 * reused. A later version may report values that this header does not name:
 * handle them as you handle "unknown". 0 always means: not stated, not known.
 *
 * The functions of this file are safe to call from any thread.
 */
#ifndef BOUNCE_TYPES_H
#define BOUNCE_TYPES_H

#include <stdint.h>

#include <bounce/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a message is. Since 0.1. */
typedef uint32_t BounceKind;
/** Values of BounceKind. */
enum {
  BOUNCE_KIND_FAILURE = 1,      /**< delivery failed for a recipient */
  BOUNCE_KIND_DELAY = 2,        /**< not delivered yet, still trying */
  BOUNCE_KIND_DELIVERED = 3,    /**< delivered (RFC 3464 section 2.3.3) */
  BOUNCE_KIND_RELAYED = 4,      /**< relayed to a server without DSN */
  BOUNCE_KIND_EXPANDED = 5,     /**< delivered to a list or an alias */
  BOUNCE_KIND_COMPLAINT = 6,    /**< feedback report (RFC 5965) */
  BOUNCE_KIND_AUTO_REPLY = 7,   /**< automatic reply (RFC 3834) */
  BOUNCE_KIND_READ_RECEIPT = 8, /**< disposition notification (RFC 8098) */
  BOUNCE_KIND_CHALLENGE = 9,    /**< asks the sender to prove to be human */
  BOUNCE_KIND_OTHER = 10        /**< none of these: ordinary mail */
};

/** Why a recipient did not get the message. Since 0.1. */
typedef uint32_t BounceClass;
/** Values of BounceClass. */
enum {
  BOUNCE_CLASS_USER_UNKNOWN = 1,       /**< the mailbox does not exist */
  BOUNCE_CLASS_MAILBOX_MOVED = 2,      /**< moved, no longer forwarded */
  BOUNCE_CLASS_MAILBOX_DISABLED = 3,   /**< disabled, suspended, inactive */
  BOUNCE_CLASS_MAILBOX_FULL = 4,       /**< over quota */
  BOUNCE_CLASS_RECIPIENT_FILTERED = 5, /**< the recipient's own filter */
  BOUNCE_CLASS_SUPPRESSED = 6,         /**< on a suppression list */
  BOUNCE_CLASS_HOST_UNKNOWN = 7,       /**< the domain does not exist */
  BOUNCE_CLASS_NO_MAIL_SERVICE = 8,    /**< the domain accepts no mail */
  BOUNCE_CLASS_BLOCKED = 9,            /**< client listed or blocked */
  BOUNCE_CLASS_BAD_REPUTATION = 10,    /**< sender's reputation too low */
  BOUNCE_CLASS_MISSING_PTR = 11,       /**< client has no matching PTR */
  BOUNCE_CLASS_AUTH_FAILURE = 12,      /**< SPF, DKIM or DMARC failed */
  BOUNCE_CLASS_SENDER_REJECTED = 13,   /**< sender address refused */
  BOUNCE_CLASS_RELAY_DENIED = 14,      /**< server does not relay */
  BOUNCE_CLASS_RATE_LIMITED = 15,      /**< too much, too fast */
  BOUNCE_CLASS_GREYLISTED = 16,        /**< first-time client: come again */
  BOUNCE_CLASS_SECURITY = 17,          /**< authentication required */
  BOUNCE_CLASS_POLICY = 18,            /**< local policy, no more said */
  BOUNCE_CLASS_SPAM = 19,              /**< taken for spam */
  BOUNCE_CLASS_VIRUS = 20,             /**< taken for malware */
  BOUNCE_CLASS_MESSAGE_TOO_LARGE = 21, /**< over a size limit */
  BOUNCE_CLASS_CONTENT_REJECTED = 22,  /**< a part or header refused */
  BOUNCE_CLASS_NOT_RFC_COMPLIANT = 23, /**< the message breaks an RFC */
  BOUNCE_CLASS_EXPIRED = 24,           /**< the queue's time ran out */
  BOUNCE_CLASS_NETWORK_ERROR = 25,     /**< no connection, DNS, loop */
  BOUNCE_CLASS_TLS_FAILURE = 26,       /**< TLS could not be negotiated */
  BOUNCE_CLASS_PROTOCOL_ERROR = 27,    /**< SMTP syntax or sequence */
  BOUNCE_CLASS_SYSTEM_ERROR = 28,      /**< server failed, misconfigured */
  BOUNCE_CLASS_SYSTEM_FULL = 29,       /**< the server's disk is full */
  BOUNCE_CLASS_MAILER_ERROR = 30,      /**< local delivery agent failed */
  BOUNCE_CLASS_UNDETERMINED = 31,      /**< the message does not tell why */
  BOUNCE_CLASS_DELIVERED = 32,         /**< delivered, relayed, expanded */
  BOUNCE_CLASS_COMPLAINT = 33,         /**< marked as spam by a recipient */
  BOUNCE_CLASS_AUTO_REPLY = 34         /**< an automatic reply */
};

/** Groups of classes by what the trouble is about. Since 0.1. */
typedef uint32_t BounceCategory;
/** Values of BounceCategory. */
enum {
  BOUNCE_CATEGORY_RECIPIENT = 1, /**< the mailbox or the recipient's settings */
  BOUNCE_CATEGORY_HOST = 2,      /**< the recipient's domain */
  BOUNCE_CATEGORY_SENDER = 3,    /**< the sender's host, address or rate */
  BOUNCE_CATEGORY_POLICY = 4,    /**< rules of the receiving server */
  BOUNCE_CATEGORY_CONTENT = 5,   /**< the message itself */
  BOUNCE_CATEGORY_TRANSPORT = 6, /**< the way there */
  BOUNCE_CATEGORY_SYSTEM = 7,    /**< the receiving system */
  BOUNCE_CATEGORY_OTHER = 8,     /**< not known */
  BOUNCE_CATEGORY_SUCCESS = 9,   /**< no trouble */
  BOUNCE_CATEGORY_FEEDBACK = 10, /**< complaints */
  BOUNCE_CATEGORY_AUTOMATIC = 11 /**< automatic replies */
};

/** Whether the address will ever work again. Since 0.1. */
typedef uint32_t BounceHardness;
/** Values of BounceHardness. */
enum {
  BOUNCE_HARDNESS_NONE = 1, /**< no failure */
  BOUNCE_HARDNESS_SOFT = 2, /**< may work later, or after a change */
  BOUNCE_HARDNESS_HARD = 3  /**< this address will not work: stop */
};

/** What the reporting server did (RFC 3464 section 2.3.3). Since 0.1. */
typedef uint32_t BounceAction;
/** Values of BounceAction. */
enum {
  BOUNCE_ACTION_FAILED = 1,    /**< given up */
  BOUNCE_ACTION_DELAYED = 2,   /**< not yet, still trying */
  BOUNCE_ACTION_DELIVERED = 3, /**< in the mailbox */
  BOUNCE_ACTION_RELAYED = 4,   /**< handed to a server without DSN */
  BOUNCE_ACTION_EXPANDED = 5   /**< sent on to several addresses */
};

/** What the sender should do about this recipient. Since 0.1. */
typedef uint32_t BounceAdvice;
/** Values of BounceAdvice. */
enum {
  BOUNCE_ADVICE_RETRY = 1,           /**< try again later */
  BOUNCE_ADVICE_SUPPRESS = 2,        /**< send nothing more there */
  BOUNCE_ADVICE_CORRECT_ADDRESS = 3, /**< the address changed or is wrong */
  BOUNCE_ADVICE_FIX_MESSAGE = 4,     /**< change the message */
  BOUNCE_ADVICE_FIX_SENDER = 5,      /**< change setup or reputation */
  BOUNCE_ADVICE_SLOW_DOWN = 6,       /**< send fewer or more slowly */
  BOUNCE_ADVICE_NOTHING = 7          /**< nothing to do */
};

/** The step of the SMTP session that was answered. Since 0.1. */
typedef uint32_t BounceCommand;
/** Values of BounceCommand. */
enum {
  BOUNCE_COMMAND_CONNECT = 1,    /**< the greeting (RFC 5321 section 3.1) */
  BOUNCE_COMMAND_EHLO = 2,       /**< EHLO or HELO */
  BOUNCE_COMMAND_STARTTLS = 3,   /**< STARTTLS (RFC 3207) */
  BOUNCE_COMMAND_AUTH = 4,       /**< AUTH (RFC 4954) */
  BOUNCE_COMMAND_MAIL = 5,       /**< MAIL FROM */
  BOUNCE_COMMAND_RCPT = 6,       /**< RCPT TO */
  BOUNCE_COMMAND_DATA = 7,       /**< DATA or BDAT */
  BOUNCE_COMMAND_END_OF_DATA = 8 /**< the dot after the message */
};

/** Where in the message a fact was read. Since 0.1. */
typedef uint32_t BounceSource;
/** Values of BounceSource. */
enum {
  BOUNCE_SOURCE_DELIVERY_STATUS = 1, /**< RFC 3464 fields */
  BOUNCE_SOURCE_TEXT = 2,            /**< prose for people */
  BOUNCE_SOURCE_HEADER = 3,          /**< the bounce's own header */
  BOUNCE_SOURCE_FEEDBACK = 4,        /**< RFC 5965 fields */
  BOUNCE_SOURCE_DISPOSITION = 5,     /**< RFC 8098 fields */
  BOUNCE_SOURCE_ORIGINAL = 6,        /**< the returned original */
  BOUNCE_SOURCE_ENVELOPE = 7,        /**< VERP, SRS, BATV addresses */
  BOUNCE_SOURCE_REPLY = 8            /**< a bare SMTP reply was given */
};

/** Limits that a parser holds to; a set of bits. Since 0.1. */
typedef uint32_t BounceLimit;
/** Values of BounceLimit. */
enum {
  BOUNCE_LIMIT_MESSAGE_BYTES = 1, /**< bytes of a message */
  BOUNCE_LIMIT_DEPTH = 2,         /**< parts inside one another */
  BOUNCE_LIMIT_PARTS = 4,         /**< parts of a message */
  BOUNCE_LIMIT_HEADERS = 8,       /**< fields of a header */
  BOUNCE_LIMIT_HEADER_BYTES = 16, /**< bytes of a header */
  BOUNCE_LIMIT_LINE_BYTES = 32,   /**< bytes of a line */
  BOUNCE_LIMIT_RECIPIENTS = 64,   /**< recipients in a report */
  BOUNCE_LIMIT_TEXT_BYTES = 128   /**< bytes of decoded text */
};

/**
 * Names of codes, in lower case with underscores ("user_unknown"), as in JSON.
 * @param kind a kind; any value is allowed.
 * @return a static string, valid for ever, never NULL; "unknown" for 0 and for
 *   a value of a newer version.
 * Since 0.1.
 */
BOUNCE_API const char *bounce_kind_to_string(BounceKind kind);
/**
 * The name of a class: see bounce_kind_to_string().
 * @param class_ a class; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_string(BounceClass class_);
/**
 * The name of a category: see bounce_kind_to_string().
 * @param category a category; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_category_to_string(BounceCategory category);
/**
 * The name of a hardness: see bounce_kind_to_string().
 * @param hardness a hardness; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_hardness_to_string(BounceHardness hardness);
/**
 * The name of an action: see bounce_kind_to_string().
 * @param action an action; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_action_to_string(BounceAction action);
/**
 * The name of an advice: see bounce_kind_to_string().
 * @param advice an advice; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_advice_to_string(BounceAdvice advice);
/**
 * The name of a command, in upper case ("RCPT"): see bounce_kind_to_string().
 * @param command a command; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_command_to_string(BounceCommand command);
/**
 * The name of a source: see bounce_kind_to_string().
 * @param source a source; any value is allowed.
 * @return as there. Since 0.1.
 */
BOUNCE_API const char *bounce_source_to_string(BounceSource source);
/**
 * The name of one limit.
 * @param limit one bit of BounceLimit; a set of several has no name.
 * @return as bounce_kind_to_string().
 * Since 0.1.
 */
BOUNCE_API const char *bounce_limit_to_string(BounceLimit limit);

/**
 * The code of a name.
 * @param name the name as the `..._to_string` function gives it, compared
 *   without regard to ASCII case. NULL gives 0.
 * @return the code, or 0 when no code has this name.
 * Since 0.1.
 */
BOUNCE_API BounceKind bounce_kind_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceClass bounce_class_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceCategory bounce_category_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceHardness bounce_hardness_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceAction bounce_action_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceAdvice bounce_advice_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceCommand bounce_command_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceSource bounce_source_from_string(const char *name);
/** @copydoc bounce_kind_from_string */
BOUNCE_API BounceLimit bounce_limit_from_string(const char *name);

/**
 * The category that a class belongs to.
 * @param class_ a class.
 * @return its category, or 0 for a class that this version does not know.
 * Since 0.1.
 */
BOUNCE_API BounceCategory bounce_class_category(BounceClass class_);

/**
 * The hardness of a class where nothing else speaks against it. In a report, a
 * temporary reply (4yz or 4.x.x, RFC 3463 section 3.1) always makes it soft.
 * @param class_ a class.
 * @return its hardness, or 0 for a class that this version does not know.
 * Since 0.1.
 */
BOUNCE_API BounceHardness bounce_class_hardness(BounceClass class_);

#ifdef __cplusplus
}
#endif

#endif
