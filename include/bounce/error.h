/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file error.h
 * What went wrong when something could not be read.
 *
 * Functions that can fail take a `BounceError **` as their last parameter. On
 * failure they store a new error there, if it is not NULL; on success they
 * leave it alone. Give a pointer to NULL:
 *
 * @code{.c}
 * BounceError *error = NULL;
 * if (!bounce_parser_add_rules_file(parser, path, &error)) {
 *   fprintf(stderr, "%s\n", bounce_error_message(error));
 *   bounce_error_free(error);
 * }
 * @endcode
 */
#ifndef BOUNCE_ERROR_H
#define BOUNCE_ERROR_H

#include <stdint.h>

#include <bounce/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of errors. Values are never reused. Since 0.1. */
typedef uint32_t BounceErrorCode;
/** Values of BounceErrorCode. */
enum {
  BOUNCE_ERROR_ARGUMENT = 1, /**< the caller gave something impossible */
  BOUNCE_ERROR_IO = 2,       /**< a file could not be opened or read */
  BOUNCE_ERROR_LIMIT = 3,    /**< none yet: reports tell their limits */
  BOUNCE_ERROR_SYNTAX = 4,   /**< rules or formats that can't be read */
  BOUNCE_ERROR_RULES = 5     /**< rules that contradict each other */
};

/** An error: opaque, read with the functions below. Since 0.1. */
typedef struct BounceError BounceError;

/**
 * The kind of an error.
 * @param error an error; NULL gives 0.
 * @return its code. Safe from any thread. Since 0.1.
 */
BOUNCE_API BounceErrorCode bounce_error_code(const BounceError *error);

/**
 * What happened, for people, naming the thing and the place
 * ("local.rules:12: unknown class 'fulll'"). UTF-8, one line, no line end.
 * @param error an error; NULL gives "no error".
 * @return a string that lives as long as the error, never NULL. Safe from any
 *   thread. Since 0.1.
 */
BOUNCE_API const char *bounce_error_message(const BounceError *error);

/**
 * The line in the rules or formats file that the error is about.
 * @param error an error; NULL gives 0.
 * @return the line, counted from 1, or 0 where lines don't apply. Safe from
 *   any thread. Since 0.1.
 */
BOUNCE_API uint32_t bounce_error_line(const BounceError *error);

/**
 * Frees an error.
 * @param error an error, or NULL for nothing to do. It must be freed once and
 *   not used afterwards. Safe from any thread. Since 0.1.
 */
BOUNCE_API void bounce_error_free(BounceError *error);

#ifdef __cplusplus
}
#endif

#endif
