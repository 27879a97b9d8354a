/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file explain.h
 * What a class means and who can do what, for people.
 *
 * The texts are in the language of the locale that the program has set
 * (setlocale() with LC_MESSAGES), English where there is no translation; the
 * library itself never changes the locale. They are whole sentences in UTF-8,
 * without a line end; a title has no full stop.
 *
 * The functions of this file are safe to call from any thread.
 */
#ifndef BOUNCE_EXPLAIN_H
#define BOUNCE_EXPLAIN_H

#include <bounce/export.h>
#include <bounce/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The title of a class, such as "Mailbox is full".
 * @param class_ a class; one that this version does not know is explained as
 *   BOUNCE_CLASS_UNDETERMINED.
 * @return a text that lives until the locale is changed, never NULL.
 *   Since 0.1.
 */
BOUNCE_API const char *bounce_class_title(BounceClass class_);

/**
 * What a class means: one sentence.
 * @param class_ as bounce_class_title().
 * @return as bounce_class_title(). Since 0.1.
 */
BOUNCE_API const char *bounce_class_explanation(BounceClass class_);

/**
 * What to do about it, and who can: the sender, the recipient, or the
 * administrator of which server. For programs there is BounceAdvice, which
 * also looks at whether the refusal was temporary.
 * @param class_ as bounce_class_title().
 * @return as bounce_class_title(). Since 0.1.
 */
BOUNCE_API const char *bounce_class_advice(BounceClass class_);

#ifdef __cplusplus
}
#endif

#endif
