/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file export.h
 * How public functions are marked. Programs don't use this file.
 */
#ifndef BOUNCE_EXPORT_H
#define BOUNCE_EXPORT_H

#if defined(__GNUC__) || defined(__clang__)
/** Marks a function that the shared library exports. */
#define BOUNCE_API __attribute__((visibility("default")))
#else
#define BOUNCE_API
#endif

#endif
