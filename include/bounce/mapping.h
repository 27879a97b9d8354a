/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file mapping.h
 * Classes in the words of other programs, for those who move from one to the
 * other or compare them.
 *
 * Other vocabularies are coarser or finer than ours: the nearest word is
 * given. Not every difference of theirs can be told from a class.
 *
 * The functions of this file are safe to call from any thread. The strings
 * that they return are static, valid for ever.
 */
#ifndef BOUNCE_MAPPING_H
#define BOUNCE_MAPPING_H

#include <bounce/export.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The reason that Sisimai 5 gives for a class, such as "userunknown".
 * @param class_ a class.
 * @return its reason, or NULL for a class that this version does not know.
 *   Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_sisimai(BounceClass class_);

/**
 * The class for a reason of Sisimai.
 * @param reason the reason, compared without regard to ASCII case, also one of
 *   those that stand for a part of a class ("toomanyconn"). NULL gives 0.
 * @return the class, or 0 when there is no such reason. Since 0.1.
 */
BOUNCE_API BounceClass bounce_class_from_sisimai(const char *reason);

/**
 * The class of KumoMTA's bounce classifier with its IANA rules, such as
 * "InvalidRecipient".
 * @param class_ a class.
 * @return its name there, or NULL where it has none: no failure, or a class
 *   that this version does not know. Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_kumomta(BounceClass class_);

/**
 * The label of Postalsys' bounce classifier, such as "user_unknown".
 * @param class_ a class.
 * @return as bounce_class_to_kumomta(). Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_postalsys(BounceClass class_);

/**
 * The bounceType of Amazon SES notifications: "Permanent", "Transient" or
 * "Undetermined".
 * @param class_ a class.
 * @param hardness the recipient's hardness: a soft one is never "Permanent",
 *   but for suppressed addresses, as there.
 * @return as bounce_class_to_kumomta(). Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_ses_type(BounceClass class_,
                                                BounceHardness hardness);

/**
 * The bounceSubType of Amazon SES notifications, such as "MailboxFull".
 * @param class_ a class.
 * @param hardness as bounce_class_to_ses_type().
 * @return as bounce_class_to_kumomta(). Since 0.1.
 */
BOUNCE_API const char *bounce_class_to_ses_subtype(BounceClass class_,
                                                   BounceHardness hardness);

#ifdef __cplusplus
}
#endif

#endif
